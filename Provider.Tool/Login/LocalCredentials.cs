using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Identity;
using Provider.Http;
using Provider.Identity;
using Provider.Identity.Responses;
using Provider.Model;

namespace Provider.Tool.Login;

/// <summary>
/// Gets the token of a local mount from Azure.Identity: one process, one mount, so MSAL's cache is not shared.
/// <c>node</c>: the settings for the machine's own endpoints, which are never called through a proxy.
/// </summary>
// Used in place of Credentials, which the daemon uses; none of this runs in the daemon.
internal sealed partial class LocalCredentials(LocalLogin login, CallSettings cloud, CallSettings node)
{
    /// <summary>The credential cannot be used here as things are.</summary>
    public static readonly ErrorCode Unavailable = new(
        "credential-unavailable", FinalStatus.FailedPrecondition, "The chosen credential cannot be used here.",
        "Choose another with --credential: azure-cli, managed-identity, service-principal or workload-identity.");

    /// <summary>The credential was used, and no token was issued for it.</summary>
    public static readonly ErrorCode Refused = new(
        "credential-refused", FinalStatus.Unauthenticated, "No token was given for the chosen credential.",
        "Check the identity, its secret or federated credential, and the tenant.");

    private static readonly LibraryEndpoint Issuer = new(
        "entra", Refused, FirstDelay: TimeSpan.FromMilliseconds(500), LongestDelay: TimeSpan.FromSeconds(4),
        AttemptTimeout: TimeSpan.FromSeconds(10));

    // The caller's token ends the wait: the library would report its own time limit as a refusal.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    /// <summary>The kind of credential for a plan; makes no calls.</summary>
    /// <exception cref="MountException">The credential is not available here, or lacks a setting.</exception>
    public CredentialKind Check(MountPlan plan)
    {
        _ = Choose(plan, TimeSpan.FromSeconds(1));
        return Kind(plan);
    }

    /// <exception cref="MountException">No token could be obtained.</exception>
    public async Task<GrantedToken> GrantAsync(MountPlan plan, TimeSpan longest, CancellationToken cancellationToken)
    {
        var credential = Choose(plan, longest);
        try
        {
            var token = await credential.GetTokenAsync(
                new TokenRequestContext([plan.Cloud.TokenResource + "/.default"]), cancellationToken);
            return new GrantedToken(new IssuedToken(new SecretText(token.Token), token.ExpiresOn), () => { });
        }
        catch (AuthenticationFailedException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failure(error, plan);
        }
    }

    private CredentialKind Kind(MountPlan plan) =>
        login.Kind is not CredentialKind.Class ? login.Kind : plan.Access switch
        {
            AccessMode.VmIdentity => CredentialKind.ManagedIdentity,
            AccessMode.ServicePrincipal => CredentialKind.ServicePrincipal,
            AccessMode.WorkloadIdentity => CredentialKind.WorkloadIdentity,
            _ => throw new MountException(
                Unavailable,
                $"the class asks for {plan.Access.Name}, which is only available to a pod on a cluster's node"),
        };

    private TokenCredential Choose(MountPlan plan, TimeSpan longest) => Kind(plan) switch
    {
        CredentialKind.AzureCli => new AzureCliCredential(Options(
            new AzureCliCredentialOptions { TenantId = plan.Tenant, ProcessTimeout = longest + Margin }, plan)),
        CredentialKind.ManagedIdentity => new ManagedIdentityCredential(
            node.Apply(new ManagedIdentityCredentialOptions(ManagedIdentity(plan)), Issuer)),
        CredentialKind.ServicePrincipal => new ClientSecretCredential(
            Tenant(plan), Required(login.ClientId, "AZURE_CLIENT_ID"),
            Required(login.ClientSecret?.Reveal(), "AZURE_CLIENT_SECRET or --client-secret-file"),
            Options(new ClientSecretCredentialOptions { DisableInstanceDiscovery = true }, plan)),
        _ => new WorkloadIdentityCredential(Options(
            new WorkloadIdentityCredentialOptions
            {
                TenantId = Tenant(plan),
                ClientId = Required(ClientId(plan), "AZURE_CLIENT_ID"),
                TokenFilePath = Required(login.FederatedTokenFile, "AZURE_FEDERATED_TOKEN_FILE"),
                DisableInstanceDiscovery = true,
            },
            plan)),
    };

    private T Options<T>(T options, MountPlan plan)
        where T : TokenCredentialOptions
    {
        options.AuthorityHost = plan.Cloud.Authority;
        return cloud.Apply(options, Issuer);
    }

    private ManagedIdentityId ManagedIdentity(MountPlan plan) =>
        ((plan.Access as AccessMode.VmIdentity)?.IdentityId ?? login.ClientId) switch
        {
            null => ManagedIdentityId.SystemAssigned,
            ['/', ..] and var id => ManagedIdentityId.FromUserAssignedResourceId(new ResourceIdentifier(id)),
            var id => ManagedIdentityId.FromUserAssignedClientId(id),
        };

    private string? ClientId(MountPlan plan) =>
        plan.Access is AccessMode.Federated federated ? federated.ClientId : login.ClientId;

    private string Tenant(MountPlan plan) => Required(plan.Tenant ?? login.Tenant, "AZURE_TENANT_ID");

    private static string Required(string? value, string variable) => value is { Length: > 0 } ? value
        : throw new MountException(Unavailable, $"{variable} is not set, and the credential needs it");

    // The library's messages quote responses and the CLI's output: only what is known to be harmless is passed on.
    private MountException Failure(AuthenticationFailedException error, MountPlan plan)
    {
        var number = EntraNumber().Match(error.ToString()) is { Success: true } found ? $" ({found.Value})" : "";
        var what = (Kind(plan), error) switch
        {
            (CredentialKind.AzureCli, _)
                when error.Message.Contains("not installed", StringComparison.OrdinalIgnoreCase) =>
                "the Azure CLI is not installed, or az is not on PATH",
            (CredentialKind.AzureCli, _) when error.Message.Contains("az login", StringComparison.OrdinalIgnoreCase) =>
                $"the Azure CLI is not logged in{number}; run az "
                + $"login{(plan.Tenant is { } tenant ? $" --tenant {Quoted.Text(tenant)}" : "")}",
            (CredentialKind.AzureCli, _) => $"az account get-access-token gave no token{number}; run it to see why",
            (CredentialKind.ManagedIdentity, CredentialUnavailableException) =>
                "this machine does not have this managed identity, or has none",
            (CredentialKind.WorkloadIdentity, CredentialUnavailableException) =>
                "the file of AZURE_FEDERATED_TOKEN_FILE holds no token that can be read",
            _ => $"no token from {plan.Cloud.Authority.Host}{number}",
        };
        return new MountException(error is CredentialUnavailableException ? Unavailable : Refused, what, error);
    }

    [GeneratedRegex("AADSTS[0-9]{4,9}")]
    private static partial Regex EntraNumber();
}
