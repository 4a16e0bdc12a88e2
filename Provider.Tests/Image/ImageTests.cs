using System.Text.RegularExpressions;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Manifests;
using Provider.Tests.EndToEnd;

namespace Provider.Tests.Image;

/// <summary>The image starts under the manifests' own settings and serves a driver.</summary>
public sealed partial class ImageTests
{
    // The oldest C library of the base images that docs/install.md names: Azure Linux 3.
    private static readonly Version BaseLibrary = new(2, 38);

    private readonly CancellationToken limit = Patience.Limit;

    [Fact]
    public async Task It_mounts_and_responds_to_probes_and_scrapes_and_ends_when_stopped()
    {
        await using var cloud = await SandboxCloud.StartAsync(TimeProvider.System, new Random(1));
        cloud.NmiService.Assigned["shop/app-0"] = Stage.ClientId;
        await cloud.Nmi.StartAsync();
        cloud.Vaults["demo"].SetSecret("one", "1");
        await using var container = ImageContainer.Run(
            [$"--nmi-endpoint={cloud.Nmi.Address}"],
            new() { ["HTTPS_PROXY"] = cloud.Proxy.ToString(), ["SSL_CERT_FILE"] = cloud.CaFile },
            Path.GetDirectoryName(cloud.CaFile)!);
        var socket = Path.Combine(container.Sockets, "azure.sock");
        using var http = new HttpClient();

        try
        {
            await HealthyAsync(http);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail(container.Output);
        }

        using var driver = new FakeDriver(socket, TimeProvider.System, generation: DriverGeneration.V1Dot1To1Dot5);
        using var volumes = new TemporaryDirectory();
        var volume = await driver.MountAsync(Request(volumes.Path), FakeDriver.KubeletDeadline, Patience.Limit);
        var metrics = await http.GetStringAsync("http://127.0.0.1:8898/metrics", limit);
        var ended = await container.StopAsync();

        Assert.Equal("1", volume.Files["one"].Text);
        Assert.Contains("azure_keyvault_provider", metrics, StringComparison.Ordinal);
        Assert.Equal(0, ended);
        Assert.False(File.Exists(socket));
    }

    [Fact]
    public async Task Without_usable_OpenSSL_it_ends_with_one_plain_line()
    {
        using var files = new TemporaryDirectory();
        var settings = Path.Combine(files.Path, "openssl.cnf");
        await File.WriteAllTextAsync(
            settings,
            "openssl_conf = init\n[init]\nproviders = providers\nalg_section = algorithms\n[providers]\nbase = "
            + "base\n[base]\nactivate = 1\n[algorithms]\ndefault_properties = fips=yes\n",
            Patience.Limit);
        await using var container = ImageContainer.Run([], new() { ["OPENSSL_CONF"] = settings }, files.Path);

        Assert.Equal(1, await container.WaitForExitAsync());
        var line = Assert.Single(container.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("the provider cannot start: OpenSSL cannot be used", line, StringComparison.Ordinal);
        Assert.Contains("FIPS", line, StringComparison.Ordinal);
    }

    [Fact]
    public void The_binary_needs_no_newer_C_library_than_its_base_image_has()
    {
        var binary = Environment.GetEnvironmentVariable("PROVIDER_BINARY");
        Assert.SkipWhen(string.IsNullOrEmpty(binary), "PROVIDER_BINARY does not name a native binary");

        var versions = SymbolVersion().Matches(System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(binary!)))
            .Select(match => Version.Parse(match.Groups[1].Value)).ToList();

        Assert.NotEmpty(versions);
        Assert.True(versions.Max() <= BaseLibrary, $"needs glibc {versions.Max()}");
    }

    private static Protocol.MountRequest Request(string volumes)
    {
        var parameters = new Dictionary<string, string>
        {
            ["usePodIdentity"] = "true",
            ["keyvaultName"] = "demo",
            ["objects"] = "array:\n  - |\n    objectName: one\n    objectType: secret\n",
        };
        return MountRequests.Make(
            new SecretProviderClass("shop", "shop-secrets", [.. parameters]),
            new Pod("shop", "app-0", "uid-1", "app", [], [], null),
            null, null, Path.Combine(volumes, "volume"));
    }

    // The startup probe of the manifest: a look a second.
    private async Task HealthyAsync(HttpClient http)
    {
        while (true)
        {
            try
            {
                if (await http.GetStringAsync("http://127.0.0.1:8989/healthz", limit) == "ok")
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, limit);
            }
        }
    }

    [GeneratedRegex(@"GLIBC_(2\.[0-9]+)")]
    private static partial Regex SymbolVersion();
}
