using Provider.Model;

namespace Provider.KeyVault;

/// <summary>
/// Which reads under way a refusal has overruled: what they return was asked for before the vault refused.
/// </summary>
/// <remarks>
/// Nothing outlives the reads, so no tenant can push a refusal out. Called under the lock of its owner.
/// </remarks>
internal sealed class Refusals
{
    private readonly Dictionary<Subject, Watch> watches = [];

    /// <summary>How many tokens and objects are watched.</summary>
    public int Count => watches.Count;

    public Watched Begin(ReadKey read, VaultCredential credential) =>
        new(Enter(Subject.OfToken(read.Vault, credential.Hash)), Enter(Subject.OfPrincipal(read, credential)));

    public void End(ReadKey read, VaultCredential credential)
    {
        Leave(Subject.OfToken(read.Vault, credential.Hash));
        Leave(Subject.OfPrincipal(read, credential));
    }

    /// <summary>The vault has refused a token: overrules every read with it.</summary>
    public void RefuseToken(VaultHost vault, TokenHash token) => Refuse(Subject.OfToken(vault, token));

    /// <summary>
    /// The vault has refused an object to a principal: overrules every read of it, with any token and of any version.
    /// </summary>
    public void RefusePrincipal(ReadKey read, VaultCredential credential) =>
        Refuse(Subject.OfPrincipal(read, credential));

    private (Watch Watch, int Refusals) Enter(Subject subject)
    {
        if (!watches.TryGetValue(subject, out var watch))
        {
            watches[subject] = watch = new Watch();
        }

        watch.Reads++;
        return (watch, watch.Refusals);
    }

    private void Leave(Subject subject)
    {
        var watch = watches[subject];
        if (--watch.Reads == 0)
        {
            watches.Remove(subject);
        }
    }

    private void Refuse(Subject subject)
    {
        if (watches.TryGetValue(subject, out var watch))
        {
            watch.Refusals++;
        }
    }

    /// <summary>What a read watches, from its beginning on.</summary>
    internal sealed record Watched((Watch Watch, int Refusals) Token, (Watch Watch, int Refusals) Principal)
    {
        /// <summary>Whether a refusal has come since the read began.</summary>
        public bool IsOverruled =>
            Token.Watch.Refusals != Token.Refusals || Principal.Watch.Refusals != Principal.Refusals;
    }

    internal sealed class Watch
    {
        public int Reads { get; set; }

        public int Refusals { get; set; }
    }
}

/// <summary>
/// What a refusal is about: a token at a vault, or a principal and an object, whose name has no case.
/// </summary>
internal sealed record Subject(VaultHost Vault, TokenHash? Token, TokenClaims? Claims, ObjectType? Type, string? Name)
{
    public static Subject OfToken(VaultHost vault, TokenHash token) => new(vault, token, null, null, null);

    /// <summary>An object, and the principal of a token; the token itself where it names none.</summary>
    public static Subject OfPrincipal(ReadKey read, VaultCredential credential) =>
        Of(read, new VaultPrincipal(credential.Hash, credential.Claims));

    /// <summary>An object, and the principal that it was read by.</summary>
    public static Subject Of(ReadKey read, VaultPrincipal asker) => new(
        read.Vault, asker.Claims is null ? asker.Token : null, asker.Claims, read.Type, read.Name.ToUpperInvariant());
}
