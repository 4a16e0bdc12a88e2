using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Provider.Model;

namespace Provider.Parameters;

/// <summary>Determines the identity that reads the vault.</summary>
internal sealed partial class AccessModeReader(
    Attributes attributes, NodePublishSecret secret, PlanSettings settings, ProblemList problems)
{
    private static readonly string[] Flags =
        [ParameterNames.UsePodIdentity, ParameterNames.UseVmManagedIdentity, ParameterNames.UseAzureTokenProxy];

    /// <summary>One of three flags, else workload identity, else a service principal; exact spellings first.</summary>
    public AccessMode Read()
    {
        var mode = Read(attributes.FindExact) ?? Read(attributes.Find) ?? NoMode();
        if (mode is not AccessMode.VmIdentity && attributes.Find(ParameterNames.UserAssignedIdentityId) is not null)
        {
            problems.AddIgnored(
                ParameterNames.UserAssignedIdentityId, $"because {ParameterNames.UseVmManagedIdentity} is not true",
                $"Remove it, or set {ParameterNames.UseVmManagedIdentity} to \"true\".");
        }

        return mode;
    }

    private AccessMode? Read(Func<string, string?> find)
    {
        var flags = Flags.ToLookup(flag => FlagReader.IsTrue(flag, find(flag), problems));
        string[] chosen = [.. flags[true]];
        if (chosen.Length > 1)
        {
            problems.AddParameter(chosen[1], $"cannot be combined with {chosen[0]}", "Set only one access mode.");
        }

        var clientId = find(ParameterNames.ClientId);
        // If a flag cannot be read, the mode is unknown: problems of the mode that would apply without it are not
        // reported.
        switch (chosen.Concat(flags[null]).FirstOrDefault())
        {
            case ParameterNames.UsePodIdentity:
                HintAtClientId(clientId, ParameterNames.UsePodIdentity);
                return new AccessMode.PodIdentity();
            case ParameterNames.UseVmManagedIdentity:
                HintAtClientId(clientId, ParameterNames.UseVmManagedIdentity);
                return new AccessMode.VmIdentity(VmIdentityId());
            case ParameterNames.UseAzureTokenProxy:
                return new AccessMode.TokenProxy(Required(clientId), Token(settings.ProxyAudiences));
            default:
                return clientId is not null ? new AccessMode.WorkloadIdentity(clientId, Token(settings.TokenAudiences))
                    : secret.IsEmpty ? null
                    : ServicePrincipal();
        }
    }

    [GeneratedRegex(@"\A/subscriptions/[^/]+/resourcegroups/[^/]+/providers/Microsoft\.ManagedIdentity/userAssignedIdentities/[^/]+\z", RegexOptions.IgnoreCase)]
    private static partial Regex IdentityResource();

    private void HintAtClientId(string? clientId, string flag)
    {
        if (clientId is not null)
        {
            problems.AddIgnored(ParameterNames.ClientId, $"because {flag} is true", "Remove it.");
        }
    }

    private string? VmIdentityId()
    {
        var id = attributes.Find(ParameterNames.UserAssignedIdentityId);
        if (id is not null && !Guid.TryParseExact(id, "D", out _) && !IdentityResource().IsMatch(id))
        {
            problems.AddParameter(
                ParameterNames.UserAssignedIdentityId, $"{Quoted.Text(id)} is not a valid id of a managed identity",
                "Write its client id, its object id or its full resource id, or leave it out for the system-assigned "
                + "identity.");
        }

        return id;
    }

    private string Required(string? clientId)
    {
        if (clientId is null)
        {
            problems.AddParameter(
                ParameterNames.ClientId, "is missing", "Write the client id of the managed identity.");
        }

        return clientId ?? "";
    }

    private ServiceAccountToken Token(ImmutableArray<string> audiences)
    {
        // By its exact name: a tenant's other spelling must not replace kubelet's key.
        var sent = attributes.FindExact(ParameterNames.ServiceAccountTokens);
        var token = ServiceAccountTokenReader.Find(sent, audiences)
            ?? ServiceAccountTokenReader.Find(secret.ServiceAccountTokens, audiences);
        if (token is not null)
        {
            return token;
        }

        var what = sent is null && secret.ServiceAccountTokens is null
            ? "the driver sent no service-account token"
            : $"the driver sent no token for audience {string.Join(" or ", audiences)}";
        problems.Add(new Problem(
            ErrorCodes.ServiceAccountTokenMissing, new ProblemPlace(ParameterNames.ClientId), what,
            $"Add the audience {audiences[0]} to tokenRequests of the CSIDriver secrets-store.csi.k8s.io."));
        return new ServiceAccountToken(new SecretText(""), audiences[0], null);
    }

    private AccessMode.ServicePrincipal NoMode()
    {
        problems.AddParameter(
            ParameterNames.ClientId, "is missing, and so is every other access mode",
            "Set clientID for workload identity, or usePodIdentity or useVMManagedIdentity to \"true\", or give the "
            + "pod's volume a nodePublishSecretRef.");
        return new AccessMode.ServicePrincipal("", new SecretText(""));
    }

    private AccessMode.ServicePrincipal ServicePrincipal() => new(
        secret.Require(ParameterNames.ServicePrincipalId, problems),
        new SecretText(secret.Require(ParameterNames.ServicePrincipalSecret, problems)));
}
