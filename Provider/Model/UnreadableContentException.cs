

namespace Provider.Model;

/// <summary>Content is not of the expected form. Where the entry is known, it becomes a failed mount.</summary>
// reason: why, as a clause that follows the content's name. Never quotes the content.
// remedy: what to do about it; null for the code's own remedy.
internal sealed class UnreadableContentException(string reason, string? remedy = null) : Exception(reason)
{
    public ErrorCode Code { get; init; } = ErrorCodes.CertificateUnreadable;

    public string? Remedy => remedy;

    public static UnreadableContentException Empty() =>
        new("holds no key and no certificate",
            "Import the certificate into the vault again, with its key and its chain.");

    // what: the key or its block.
    public static UnreadableContentException Encrypted(string what) =>
        new($"has an encrypted {what}; keys in a vault must have no password",
            "Import the certificate into the vault again, without a password.");

    public static UnreadableContentException Undecodable(string reason, string? remedy = null) =>
        new(reason, remedy) { Code = ErrorCodes.ContentUndecodable };
}
