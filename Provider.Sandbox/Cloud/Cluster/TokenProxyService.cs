using Provider.Sandbox.Cloud.Entra;

namespace Provider.Sandbox.Cloud.Cluster;

/// <summary>
/// The token proxy of AKS identity binding: forwards service-account tokens for its audience to Entra.
/// </summary>
internal sealed class TokenProxyService(EntraService entra) : ICloudService
{
    private const string Audience = "api://AKSIdentityBinding";

    public string Name => Services.TokenProxy;

    public bool IsKnown(string host) => entra.IsKnown(host);

    public CloudResponse Respond(RecordedCall call) =>
        call.ServerName == ClusterApiServer.ProxyName
        && Assertion.Read(call.Form.GetValueOrDefault("client_assertion", ""))?.Audience == Audience
            ? entra.Respond(call)
            : CloudResponse.Empty(403);
}
