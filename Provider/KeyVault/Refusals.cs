using Provider.Model;

namespace Provider.KeyVault;

/// <summary>Marks reads in progress as overruled: they were sent before the vault refused.</summary>
// Nothing is kept after the reads, so a tenant cannot push a refusal out. Called under the lock of its owner.
internal sealed class Refusals
{
    private readonly Dictionary<Subject, Watch> watches = [];

    public int Count => watches.Count;

    public Watched Begin(ReadKey read, VaultCredential credential) =>
        new(Enter(Subject.OfToken(read.Vault, credential.Hash)), Enter(Subject.OfPrincipal(read, credential)));

    public void End(ReadKey read, VaultCredential credential)
    {
        Leave(Subject.OfToken(read.Vault, credential.Hash));
        Leave(Subject.OfPrincipal(read, credential));
    }

    public void RefuseToken(VaultHost vault, TokenHash token) => Refuse(Subject.OfToken(vault, token));

    /// <summary>Overrules every read of the object by the principal, with any token, of any version.</summary>
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

    /// <summary>The refusals that a read watches, from its beginning on.</summary>
    internal sealed record Watched((Watch Watch, int Refusals) Token, (Watch Watch, int Refusals) Principal)
    {
        public bool IsOverruled =>
            Token.Watch.Refusals != Token.Refusals || Principal.Watch.Refusals != Principal.Refusals;
    }

    internal sealed class Watch
    {
        public int Reads { get; set; }

        public int Refusals { get; set; }
    }
}

/// <summary>What a refusal applies to: a token at a vault, or a principal and an object.</summary>
internal sealed record Subject(VaultHost Vault, TokenHash? Token, TokenClaims? Claims, ObjectType? Type, string? Name)
{
    public static Subject OfToken(VaultHost vault, TokenHash token) => new(vault, token, null, null, null);

    /// <summary>An object, and the principal of a token; the token itself where it names none.</summary>
    public static Subject OfPrincipal(ReadKey read, VaultCredential credential) =>
        Of(read, new VaultPrincipal(credential.Hash, credential.Claims));

    public static Subject Of(ReadKey read, VaultPrincipal asker) => new(
        read.Vault, asker.Claims is null ? asker.Token : null, asker.Claims, read.Type, read.Name.ToUpperInvariant());
}
