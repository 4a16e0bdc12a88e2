using Provider.Identity;
using Provider.Identity.Responses;
using Provider.Model;

namespace Provider.Tests.Identity;

/// <summary>A cache of tokens in virtual time, and how often an issuer was asked.</summary>
internal sealed class TokenStage
{
    public static readonly IdentityProof.Machine Proof = new("mode", "resource", "proof");

    // One for the whole test: each holds a timer, and some tests ask ten thousand times.
    private readonly CancellationToken limit = Patience.Limit;

    public TokenStage() => Cache = new TokenCache(Time);

    public VirtualTime Time { get; } = new();

    public TokenCache Cache { get; }

    public int Calls { get; private set; }

    public static TokenUse Use(IdentityProof? proof = null, string vault = "demo", string podNamespace = "shop") =>
        new(proof ?? Proof, vault, podNamespace);

    public IssuedToken Token(TimeSpan? life, string text = "t") => new(new SecretText(text), Time.GetUtcNow() + life);

    /// <summary>A token of an issuer that gives one of this life.</summary>
    public async Task<IssuedToken> GetAsync(
        TimeSpan? life, TimeSpan? longest = null, IdentityProof? proof = null, string? text = null,
        string vault = "demo", string podNamespace = "shop") =>
        (await Cache.GetAsync(
            Use(proof, vault, podNamespace), longest ?? TimeSpan.FromDays(1),
            _ =>
            {
                Calls++;
                return Task.FromResult(Token(life, text ?? $"token {Calls}"));
            },
            limit)).Token;
}
