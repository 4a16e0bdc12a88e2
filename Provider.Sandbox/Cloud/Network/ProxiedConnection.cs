namespace Provider.Sandbox.Cloud.Network;

/// <summary>A connection that asked the proxy for a host. <paramref name="Status"/> is what CONNECT was answered, null when it was not.</summary>
internal sealed record ProxiedConnection(string Host, int? Status);
