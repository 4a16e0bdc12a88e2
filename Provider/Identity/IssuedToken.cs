using Provider.Model;

namespace Provider.Identity;

/// <summary>A token for Key Vault, as NMI, IMDS or Entra issued it.</summary>
/// <param name="Text">The token.</param>
/// <param name="ExpiresOn">When it expires; none when its issuer does not say, and then nobody keeps it.</param>
/// <param name="Principal">Whose it is by the issuer's own word, never by a tenant's: equal for equal rights in the vault.</param>
internal sealed record IssuedToken(SecretText Text, DateTimeOffset? ExpiresOn, string Principal);
