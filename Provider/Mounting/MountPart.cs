using Provider.Identity;
using Provider.Model;

namespace Provider.Mounting;

/// <summary>The entries of one vault and one identity, and the identity's token.</summary>
internal sealed record MountPart(MountPlan Plan, GrantedToken Token);
