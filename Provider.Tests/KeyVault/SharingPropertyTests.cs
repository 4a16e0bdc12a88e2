using System.Collections.Immutable;
using System.Net;
using System.Text;
using Azure.Core.Pipeline;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Provider.Http;
using Provider.KeyVault;
using Provider.Model;
using Provider.Telemetry;

namespace Provider.Tests.KeyVault;

/// <summary>
/// Random mounts of two tenants at once: no byte of one reaches the other, and no mount with a right fails.
/// </summary>
public sealed class SharingPropertyTests
{
    private static readonly string[] Forgeries =
    [
        "junk", TestToken.Of("a", "forged"), TestToken.Of("b", "forged"), TestToken.Of("a") + "x",
        TestToken.Of("a", "0-forged"),
        TestToken.WithPayload(
            """{"iss":"https://sts.windows.net/t/","tid":"t","oid":"a","oid":"b","appid":"app-a","exp":4102444800}"""),
    ];

    // Which token: one of three of each tenant, or a forged one; of which tenant's vault objects; whether it is a
    // re-mount.
    private static readonly Gen<Mount> AnyMount =
        from owner in Gen.Char["ab"]
        from token in Gen.Int[0, 3 + Forgeries.Length]
        from secret in Gen.Char["ab"]
        from isRemount in Gen.Bool
        from pause in Gen.Int[0, 3]
        select new Mount(
            $"{secret}", token < 4 ? TestToken.Of($"{owner}", $"{token % 3}") : Forgeries[token - 4], isRemount, pause);

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public void No_byte_of_one_tenant_reaches_the_other_and_no_mount_with_a_right_fails(int cachedSeconds) =>
        AnyMount.Array[1, 16].Sample(mounts => RunAsync(mounts, TimeSpan.FromSeconds(cachedSeconds)).GetAwaiter()
            .GetResult(), iter: 150);

    private static async Task<bool> RunAsync(Mount[] mounts, TimeSpan cacheFor)
    {
        using var metrics = new ProviderMetrics(TimeProvider.System, "1.2.3");
        using var shared = new SharedReads(cacheFor, TimeProvider.System);
        using var client = new HttpClient(new TwoTenants());
        var settings =
            new CallSettings(new HttpClientTransport(client), "test", TimeProvider.System, NullLogger.Instance);
        var reader = new VaultReader(
            new VaultClient(
                settings, new VaultGates(64, _ => 64, TimeProvider.System), metrics.Vaults, TimeProvider.System),
            shared, new ReadLimits(20, 4 * 1024 * 1024), metrics.Vaults, TimeProvider.System,
            NullLogger<VaultReader>.Instance);
        var results = await Task.WhenAll(mounts.Select(mount => Task.Run(() => IsRightAsync(reader, mount))));
        return results.All(isRight => isRight);
    }

    private static async Task<bool> IsRightAsync(VaultReader reader, Mount mount)
    {
        var plan = new MountPlan(
            new PodReference("shop", "app-0", "uid", "app"), "class", Cloud.Public, "demo", null,
            new AccessMode.PodIdentity(),
            [.. new[] { "one", "two" }.Select(
                (name, index) => VaultMount.Entry(name: $"{mount.Owner}-{name}", index: index))]);
        for (var pause = 0; pause < mount.Pause; pause++)
        {
            await Task.Yield();
        }

        try
        {
            var read = await reader.ReadAsync(plan, new SecretText(mount.Token), mount.IsRemount, Patience.Limit);
            return TwoTenants.PrincipalOf(mount.Token) == mount.Owner
                && read.All(versions => ((VaultSecret)versions[0]).Value.Reveal()
                    .StartsWith($"of {mount.Owner}", StringComparison.Ordinal));
        }
        catch (MountException)
        {
            return TwoTenants.PrincipalOf(mount.Token) != mount.Owner;
        }
    }

    private sealed record Mount(string Owner, string Token, bool IsRemount, int Pause);

    /// <summary>A vault that knows three tokens of each tenant, and lets each read its own secrets.</summary>
    private sealed class TwoTenants : HttpMessageHandler
    {
        private static readonly ImmutableDictionary<string, string> Known = ImmutableDictionary.CreateRange(
            from principal in new[] { "a", "b" }
            from number in Enumerable.Range(0, 3)
            select KeyValuePair.Create(TestToken.Of(principal, $"{number}"), principal));

        public static string? PrincipalOf(string token) => Known.GetValueOrDefault(token);

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var name = request.RequestUri!.Segments[^1];
            await Task.Yield();
            var principal = PrincipalOf(request.Headers.Authorization!.Parameter!);
            return principal is null ? Response(401, """{"error":{"code":"Unauthorized","message":"AKV10032: x"}}""")
                : !name.StartsWith(principal, StringComparison.Ordinal)
                    ? Response(403, """{"error":{"code":"Forbidden","innererror":{"code":"ForbiddenByRbac"}}}""")
                : Response(
                    200, $$"""{"id":"https://demo.vault.azure.net/secrets/{{name}}/v1","value":"of {{principal}}"}""");
        }

        private static HttpResponseMessage Response(int status, string body) =>
            new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
    }
}
