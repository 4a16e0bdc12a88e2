using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Provider.Model;

namespace Provider.KeyVault;

/// <summary>The result of a read, for every mount that it may serve.</summary>
// RequestedAt: When the vault was asked, as a timestamp.
// EndedAt: When the read ended, as a timestamp.
// Generation: How many reads of the same had followed each other closely before this one.
// Asker: The token that the vault was asked with.
internal sealed record ReadOutcome(long RequestedAt, long EndedAt, int Generation, VaultPrincipal Asker)
{
    /// <summary>The entry's versions, newest first; empty for a failure.</summary>
    public ImmutableArray<VaultObject> Objects { get; init; } = [];

    /// <summary>The failure; null for a success.</summary>
    public ExceptionDispatchInfo? Failure { get; init; }

    public bool IsRefused { get; init; }

    /// <summary>Whether the vault refused the token or the principal while the read was under way.</summary>
    public bool IsOverruled { get; init; }
}

/// <summary>The principal of a token: the token itself, and the principal in its claims.</summary>
internal readonly record struct VaultPrincipal(TokenHash Token, TokenClaims? Claims);
