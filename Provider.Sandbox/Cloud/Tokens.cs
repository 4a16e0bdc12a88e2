using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Provider.Sandbox.Cloud;

/// <summary>The tokens that the stand-in has issued: opaque, each for one principal and one resource, until it expires.</summary>
/// <param name="time">The clock.</param>
internal sealed class Tokens(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, IssuedToken> issued = new(StringComparer.Ordinal);

    /// <summary>How long a token lives.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Issues a token.</summary>
    /// <param name="principal">For whom: a client id.</param>
    /// <param name="resource">For what, without a slash at the end.</param>
    public IssuedToken Issue(string principal, string resource)
    {
        var token = new IssuedToken(
            "canary-token-" + RandomNumberGenerator.GetHexString(48, lowercase: true), principal, resource, time.GetUtcNow() + Lifetime);
        issued[token.Text] = token;
        return token;
    }

    /// <summary>The token behind a text; none when it was never issued, is revoked, has expired, or is for something else.</summary>
    /// <param name="text">What a caller presented.</param>
    /// <param name="resource">What it must be for.</param>
    public IssuedToken? Find(string text, string resource) =>
        issued.TryGetValue(text, out var token) && token.Resource == resource && token.ExpiresOn > time.GetUtcNow() ? token : null;

    /// <summary>Revokes all tokens.</summary>
    public void RevokeAll() => issued.Clear();
}

/// <summary>A token.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Principal">For whom.</param>
/// <param name="Resource">For what.</param>
/// <param name="ExpiresOn">Until when.</param>
internal sealed record IssuedToken(string Text, string Principal, string Resource, DateTimeOffset ExpiresOn);
