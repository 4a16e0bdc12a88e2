namespace Provider.Sandbox.Cloud.Imds;

/// <summary>A managed identity that is assigned to the virtual machine, under each of the names that it may be asked for by.</summary>
internal sealed record VmIdentity(string ClientId, string ObjectId, string ResourceId);
