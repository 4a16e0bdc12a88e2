using System.Collections.Immutable;

namespace Provider.Content.Pfx;

/// <summary>What "no password" is as bytes: PKCS#12 has two ways to write it, and files of both kinds are about.</summary>
/// <param name="Bytes">The password as a BMPString.</param>
internal sealed record PasswordForm(ImmutableArray<byte> Bytes)
{
    /// <summary>Both forms, the more frequent first: an empty string with its two zero bytes, and nothing at all.</summary>
    public static ImmutableArray<PasswordForm> All { get; } = [new([0, 0]), new([])];
}
