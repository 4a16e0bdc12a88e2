using System.Text;
using Provider.Model;

namespace Provider.Tests.Identity;

/// <summary>Plans for one pod, in every access mode.</summary>
internal static class Plans
{
    public const string Tenant = "22222222-2222-2222-2222-222222222222";
    public const string ClientId = "11111111-1111-1111-1111-111111111111";

    public static PodReference Pod { get; } = new("shop", "app-0", "uid-1", "app");

    public static MountPlan For(
        AccessMode access, PodReference? pod = null, Cloud? cloud = null, string? tenant = Tenant) =>
        new(pod ?? Pod, "shop-secrets", cloud ?? Cloud.Public, "demo", tenant, access, []);

    public static MountPlan PodIdentity(PodReference? pod = null) => For(new AccessMode.PodIdentity(), pod);

    public static MountPlan ServicePrincipal(string secret = "s&cret=/", string clientId = ClientId) =>
        For(new AccessMode.ServicePrincipal(clientId, new SecretText(secret)));

    public static MountPlan WorkloadIdentity(
        string token = "a.b.c", string clientId = ClientId, DateTimeOffset? expiry = null) =>
        For(new AccessMode.WorkloadIdentity(clientId, Assertion(token, expiry)));

    public static MountPlan TokenProxy(string token = "a.b.c") =>
        For(new AccessMode.TokenProxy(ClientId, Assertion(token, null)));

    /// <summary>A token with claims and without a valid signature.</summary>
    public static string Jwt(string claims) =>
        $"e30.{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims)).TrimEnd('=').Replace('+', '-').Replace('/', '_')}.x";

    private static ServiceAccountToken Assertion(string token, DateTimeOffset? expiry) =>
        new(new SecretText(token), "api://AzureADTokenExchange", expiry);
}
