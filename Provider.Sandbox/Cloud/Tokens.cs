using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Provider.Sandbox.Cloud;

/// <summary>The tokens that the stand-in has issued: opaque, each for one principal and one resource, until it expires.</summary>
/// <param name="time">The clock.</param>
internal sealed class Tokens(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, IssuedToken> issued = new(StringComparer.Ordinal);

    /// <summary>How long a token lives that is not given another life; a managed identity's last about a day.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>All tokens that are good or were, for scans of what should not hold them.</summary>
    public IReadOnlyCollection<IssuedToken> Issued => [.. issued.Values];

    /// <summary>Issues a token for a principal (a client id) and a resource.</summary>
    public IssuedToken Issue(string principal, string resource, TimeSpan? lifetime = null)
    {
        var now = time.GetUtcNow();
        var token = new IssuedToken(
            "canary-token-" + RandomNumberGenerator.GetHexString(48, lowercase: true), principal, Bare(resource), now, now + (lifetime ?? Lifetime));
        issued[token.Text] = token;
        return token;
    }

    /// <summary>The token behind a text; none when it was never issued, is revoked, has expired, or is for something else.</summary>
    public IssuedToken? Find(string text, string resource) =>
        issued.TryGetValue(text, out var token) && token.Resource == Bare(resource) && token.ExpiresOn > time.GetUtcNow() ? token : null;

    /// <summary>Revokes a principal's tokens, as a removed identity's are.</summary>
    public void Revoke(string principal)
    {
        foreach (var token in issued.Values.Where(token => token.Principal == principal))
        {
            issued.TryRemove(token.Text, out _);
        }
    }

    /// <summary>Revokes all tokens.</summary>
    public void RevokeAll() => issued.Clear();

    private static string Bare(string resource) => resource.TrimEnd('/');
}

/// <summary>A token: for whom, for what, from when until when.</summary>
internal sealed record IssuedToken(string Text, string Principal, string Resource, DateTimeOffset NotBefore, DateTimeOffset ExpiresOn);
