using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Provider.Sandbox.Cloud;

/// <summary>
/// The tokens that the simulated cloud has issued: JWTs with Entra's claims, each for one principal and one resource,
/// until it expires.
/// </summary>
internal sealed class Tokens(TimeProvider time)
{
    /// <summary>The default tenant of identities.</summary>
    public const string Tenant = "00000000-0000-0000-0000-0000000000aa";

    private static readonly byte[] Header = """{"typ":"JWT","alg":"RS256","kid":"sandbox"}"""u8.ToArray();

    private readonly ConcurrentDictionary<string, IssuedToken> issued = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Principal, string Resource), IssuedToken> cached = [];

    /// <summary>The default lifetime of a token; a managed identity's tokens last about a day.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>All tokens, valid or not, for scans of output that must not contain them.</summary>
    public IReadOnlyCollection<IssuedToken> Issued => [.. issued.Values];

    public IssuedToken Issue(string principal, string resource, TimeSpan? lifetime = null)
    {
        var now = time.GetUtcNow();
        var expires = now + (lifetime ?? Lifetime);
        var token =
            new IssuedToken(Jwt(principal, Bare(resource), now, expires), principal, Bare(resource), now, expires);
        issued[token.Text] = token;
        return token;
    }

    /// <summary>Adds any text as a principal's token, for forms that a vault accepts and no issuer writes.</summary>
    public void Accept(string text, string principal, string resource)
    {
        var now = time.GetUtcNow();
        issued[text] = new IssuedToken(text, principal, Bare(resource), now, now + Lifetime);
    }

    /// <summary>
    /// A managed identity's token: IMDS returns the same one to all callers for half of its lifetime.
    /// </summary>
    public IssuedToken IssueOrReuse(string principal, string resource, TimeSpan? lifetime = null)
    {
        if (cached.TryGetValue((principal, Bare(resource)), out var known) && issued.ContainsKey(known.Text)
            && known.ExpiresOn - time.GetUtcNow() > (known.ExpiresOn - known.NotBefore) / 2)
        {
            return known;
        }

        return cached[(principal, Bare(resource))] = Issue(principal, resource, lifetime);
    }

    /// <summary>
    /// The token of a text; null if it was never issued, is revoked, has expired, or is for another resource.
    /// </summary>
    public IssuedToken? Find(string text, string resource) =>
        issued.TryGetValue(text, out var token) && token.Resource == Bare(resource)
            && token.ExpiresOn > time.GetUtcNow() ? token : null;

    /// <summary>The resource of a token, valid or not; null if it was never issued.</summary>
    public string? ResourceOf(string text) => issued.GetValueOrDefault(text)?.Resource;

    /// <summary>Revokes a principal's tokens, as a removed identity's are.</summary>
    public void Revoke(string principal)
    {
        foreach (var token in issued.Values.Where(token => token.Principal == principal))
        {
            issued.TryRemove(token.Text, out _);
        }
    }

    public void RevokeAll() => issued.Clear();

    // The signature is random, with a marker: no simulated service verifies it, and tests search output for it.
    private static string Jwt(string principal, string resource, DateTimeOffset notBefore, DateTimeOffset expires)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(new
        {
            aud = resource,
            iss = $"https://sts.windows.net/{Tenant}/",
            iat = notBefore.ToUnixTimeSeconds(),
            nbf = notBefore.ToUnixTimeSeconds(),
            exp = expires.ToUnixTimeSeconds(),
            appid = principal,
            oid = ObjectId(principal),
            sub = ObjectId(principal),
            tid = Tenant,
            ver = "1.0",
        });
        var signature = "canary-token-" + RandomNumberGenerator.GetHexString(48, lowercase: true);
        return $"{Base64Url.EncodeToString(Header)}.{Base64Url.EncodeToString(payload)}.{signature}";
    }

    /// <summary>The object id of a principal, which is not its client id.</summary>
    public static string ObjectId(string principal) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(principal)).AsSpan(0, 16)).ToString();

    private static string Bare(string resource) => resource.TrimEnd('/');
}

/// <summary>A token: its principal, its resource, and its validity.</summary>
internal sealed record IssuedToken(
    string Text, string Principal, string Resource, DateTimeOffset NotBefore, DateTimeOffset ExpiresOn);
