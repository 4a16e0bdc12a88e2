using System.Collections.Immutable;
using Provider.Parameters;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Imds;
using Provider.Sandbox.Cloud.Nmi;
using Provider.Sandbox.Demo;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Manifests;

namespace Provider.Tests.Docs;

/// <summary>
/// A forgotten step of the guide: the example of an access mode with everything set up but that.
/// </summary>
internal sealed record ForgottenStep(
    string Example, Action<SandboxCloud> Cloud, bool HasTokens = true, bool HasSecret = true, bool HasNmi = true)
{
    private const string ClientId = "11111111-1111-1111-1111-111111111111";
    private const string Tenant = "22222222-2222-2222-2222-222222222222";
    private const string Issuer = "https://issuer.example/";

    public static ImmutableSortedDictionary<string, ForgottenStep> All { get; } = new Dictionary<string, ForgottenStep>
    {
        ["token-requests"] = new("workload-identity", _ => { }, HasTokens: false),
        ["federated-credential"] =
            new("workload-identity",
                cloud => cloud.Entra[Tenant][ClientId].Trust(new(Issuer, "system:serviceaccount:other:other"))),
        ["tenant"] = new("workload-identity", _ => { }),
        ["application"] = new("workload-identity", cloud => cloud.Entra[Tenant]["other"].AddSecret("any")),
        ["role"] = new("workload-identity", cloud =>
        {
            Trust(cloud);
            cloud.Vaults["demo"].Refused[ClientId] = "ForbiddenByRbac";
        }),
        ["secret"] = new("workload-identity", Trust),
        ["nmi"] = new("pod-identity", _ => { }, HasNmi: false),
        ["binding"] = new("pod-identity", cloud => cloud.NmiService.HasBindings = false),
        ["node-identity"] =
            new("pod-identity", cloud => cloud.Faults.Add(Services.Nmi, Fault.Of(NmiResponses.Refused(400, "")))),
        ["azure-identity"] =
            new("pod-identity",
                cloud => cloud.Faults.Add(Services.Nmi, Fault.Of(NmiResponses.IdentityInOtherNamespace()))),
        ["vm-identity"] =
            new("vm-managed-identity", cloud => cloud.Imds.UserAssigned = [new VmIdentity("other", "other", "other")]),
        ["secret-reference"] = new("service-principal", _ => { }, HasSecret: false),
        ["client-secret"] = new("service-principal", cloud => cloud.Entra[Tenant][ClientId].AddSecret("another")),
        ["service-account-mount"] = new("token-proxy", _ => { }),
    }.ToImmutableSortedDictionary();

    public async Task LeaveOutAsync(SandboxCloud cloud)
    {
        Cloud(cloud);
        if (HasNmi)
        {
            await cloud.Nmi.StartAsync();
        }
    }

    /// <summary>The request that the driver would send.</summary>
    public Protocol.MountRequest Request(SandboxCloud cloud, string target)
    {
        var manifests = ManifestReader.Read([Examples.Find(Example)]);
        cloud.NmiService.Use(manifests);
        var (secretClass, pod) = manifests.Volume();
        var cluster = new ClusterIssuer(Issuer, TimeProvider.System);
        var tokens = new[] { PlanSettings.EntraAudience, PlanSettings.ProxyAudience }
            .ToImmutableDictionary(
                audience => audience, audience => cluster.Issue(pod.Namespace, pod.ServiceAccount, audience));
        _ = cloud.Vaults["demo"]; // A vault exists once it was asked for.
        return MountRequests.Make(
            secretClass, pod, HasSecret ? manifests.SecretOf(pod) : null, HasTokens ? tokens : null, target);
    }

    private static void Trust(SandboxCloud cloud)
    {
        cloud.Vaults["demo"].Tenant = Tenant;
        cloud.Entra[Tenant][ClientId].Trust(new(Issuer, "system:serviceaccount:demo:demo"));
    }
}
