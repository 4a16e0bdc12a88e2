namespace Provider.Sandbox.Cloud.Vault;

/// <summary>The collections of a vault, as in its URLs.</summary>
internal static class Collections
{
    public const string Secrets = "secrets";
    public const string Keys = "keys";
    public const string Certificates = "certificates";
}
