using System.Net;
using Provider.Sandbox.Cloud;

namespace Provider.Tests.Sandbox.Cloud;

/// <summary>What recordings and public reports show of the real service, and its documents do not say.</summary>
public sealed class VaultResponseTests
{
    [Fact]
    public async Task The_versions_of_an_unknown_object_are_an_empty_list()
    {
        await using var client = await CloudClient.StartAsync();
        _ = client.Cloud.Vaults["demo"];

        var listed = await CloudClient.JsonAsync(await client.GetAsync("secrets/none/versions?api-version=7.6"));

        Assert.Empty(listed["value"]!.AsArray());
        Assert.Null(listed["nextLink"]);
    }

    [Fact]
    public async Task Versions_are_listed_by_id_and_the_next_page_has_a_port_and_an_opaque_marker()
    {
        await using var client = await CloudClient.StartAsync();
        var ids = Enumerable.Range(0, 5).Select(value => client.Cloud.Vaults["demo"].SetSecret("one", $"{value}"))
            .ToList();

        var listed = new List<string>();
        var pages = 0;
        var next = "https://demo.vault.azure.net/secrets/one/versions?api-version=7.6&maxresults=2";
        for (; next is not null; pages++)
        {
            var token = client.Cloud.Tokens.Issue(CloudClient.Principal, CloudClient.Resource).Text;
            var page = await CloudClient.JsonAsync(await client.GetAsync(new Uri(next), token));
            listed.AddRange(page["value"]!.AsArray().Select(version => ((string)version!["id"]!).Split('/')[^1]));
            next = (string?)page["nextLink"];
            if (next is not null)
            {
                Assert.StartsWith("https://demo.vault.azure.net:443/secrets/one/versions?api-version=7.6&$skiptoken=ey",
                    next, StringComparison.Ordinal);
            }
        }

        Assert.Equal(3, pages);
        Assert.Equal(ids.Order(StringComparer.Ordinal), listed);
    }

    [Fact]
    public async Task A_pending_certificate_is_disabled_and_has_neither_certificate_nor_key_nor_secret()
    {
        await using var client = await CloudClient.StartAsync();
        client.Cloud.Vaults["demo"].SetPendingCertificate("web");

        var bundle = await CloudClient.JsonAsync(await client.GetAsync("certificates/web?api-version=7.6"));

        Assert.False((bool)bundle["attributes"]!["enabled"]!);
        Assert.All(new[] { "cer", "kid", "sid" }, field => Assert.Null(bundle[field]));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("secrets/web?api-version=7.6")).StatusCode);
    }

    [Fact]
    public async Task A_vault_of_a_Stack_Hub_names_a_resource_of_another_domain()
    {
        await using var client = await CloudClient.StartAsync();
        var vaults = new[] { AzureCloud.StackHub, AzureCloud.StackHubAdfs }.Select(
            cloud => client.Cloud.Vaults.In(cloud, "demo")).ToList();

        var challenges = new List<string>();
        foreach (var vault in vaults)
        {
            var response = await client.GetAsync(new Uri(vault.Address, "secrets/one?api-version=7.6"), token: null);
            challenges.Add(Assert.Single(response.Headers.WwwAuthenticate).ToString());
        }

        Assert.Matches("resource=\"https://vault\\.hub\\.onmicrosoft\\.com/", challenges[0]);
        Assert.Matches(
            "authorization=\"https://adfs\\.[a-z.]+/adfs\", resource=\"https://vault\\.adfs\\.", challenges[1]);
    }

    [Fact]
    public async Task Every_response_of_a_vault_has_the_services_own_headers()
    {
        await using var client = await CloudClient.StartAsync();
        client.Cloud.Vaults["demo"].SetSecret("one", "1");
        client.Cloud.Faults.Add(
            call => call.Path.EndsWith("throttled", StringComparison.Ordinal), Fault.Throttled(retryAfter: null));

        var read = await client.GetAsync("secrets/one?api-version=7.6");
        var throttled = await client.GetAsync("secrets/throttled?api-version=7.6");

        Assert.All(new[] { "region", "service-version", "network-info" },
            name => Assert.True(read.Headers.Contains($"x-ms-keyvault-{name}"), name));
        Assert.Equal((HttpStatusCode.TooManyRequests, null), (throttled.StatusCode, throttled.Headers.RetryAfter));
    }
}
