using System.Collections.Immutable;

namespace Provider.Content.Pfx;

/// <summary>A password as bytes. PKCS#12 has two ways to write no password, and files of both kinds exist.</summary>
// Bmp: for PKCS#12's own derivation: a BMPString with two zero bytes at its end, or nothing at all.
internal sealed record PasswordForm(ImmutableArray<byte> Bmp)
{
    /// <summary>Both forms of no password, the more frequent first: an empty string, and nothing at all.</summary>
    public static ImmutableArray<PasswordForm> None { get; } = [new([0, 0]), new([])];
}
