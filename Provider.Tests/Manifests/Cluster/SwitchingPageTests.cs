using Provider.Tests.Docs;

namespace Provider.Tests.Manifests.Cluster;

/// <summary>
/// The commands of docs/switching.md, run with the real helm and kubectl against a stub API and a small chart with the
/// Go chart's names.
/// </summary>
public sealed class SwitchingPageTests : IAsyncLifetime
{
    private const string Go = "mcr.microsoft.com/oss/v2/azure/secrets-store/provider-azure:v1.8.2";
    private const string Ours = "registry.example/provider-azure:0.1.0";
    private const string Name = "csi-secrets-store-provider-azure";
    private const string Fixtures = "Provider.Tests/Manifests/Fixtures";

    private static readonly MarkdownPage Page = MarkdownPage.Read("docs/switching.md");

    private StubApi api = null!;
    private ClusterShell shell = null!;

    public async ValueTask InitializeAsync()
    {
        api = await StubApi.StartAsync();
        shell = new ClusterShell(api);
    }

    public async ValueTask DisposeAsync()
    {
        shell?.Dispose();
        await api.DisposeAsync();
    }

    [Fact]
    public async Task The_image_in_the_Go_chart_and_back()
    {
        await InstallGoAsync();
        var driver = Driver();

        await RunAsync("The image in the Go provider's chart", 0);
        Assert.Equal(Ours, Image(Name));

        await RunAsync("The image in the Go provider's chart", 1);
        Assert.Equal(Go, Image(Name));
        Assert.Equal(driver, Driver());
    }

    [Fact]
    public async Task The_static_manifest()
    {
        await shell.SucceedAsync(
            $"{Variables}helm template {Name} \"$GOCHART\" --namespace kube-system --set "
            + "secrets-store-csi-driver.install=false | kubectl apply -f -");
        Assert.Equal(Go, Image(Name));

        await RunAsync("The static manifest", 0);
        Assert.Equal(Ours, Image(Name));

        await RunAsync("The static manifest", 2);
        Assert.Equal(Ours, Image(Name));
        Assert.Equal("ClusterFirstWithHostNet",
            api.Find("daemonsets", Name)!["spec"]!["template"]!["spec"]!["dnsPolicy"]!.GetValue<string>());
    }

    [Fact]
    public async Task This_chart_in_place_and_back()
    {
        await InstallGoAsync();
        var (set, driver) = (Uid(Name), Driver());

        await RunAsync("This chart, in place", 0, 1, 2);
        Assert.Equal(Ours, Image(Name));
        Assert.Equal((set, driver), (Uid(Name), Driver()));
        Assert.Equal("secrets-store-csi-driver", Owner("csidrivers", "secrets-store.csi.k8s.io"));
        await shell.SucceedAsync("helm list --namespace kube-system --short | grep -qx secrets-store-csi-driver");

        await RunAsync("This chart, in place", 3);
        Assert.Equal(Go, Image(Name));
        Assert.Equal((set, driver), (Uid(Name), Driver()));
    }

    [Fact]
    public async Task An_upgrade_that_would_delete_the_driver_is_refused()
    {
        await InstallGoAsync();
        var driver = Driver();

        var (status, output) = await shell.RunAsync(
            $"{Variables}helm upgrade --install \"$RELEASE\" manifests/chart --namespace kube-system");

        Assert.NotEqual(0, status);
        Assert.Contains("docs/switching.md", output, StringComparison.Ordinal);
        Assert.Equal((Go, driver), (Image(Name), Driver()));
    }

    [Fact]
    public async Task Some_nodes_first()
    {
        await InstallGoAsync();

        await RunAsync("Some nodes first", 0);

        Assert.Equal((Go, Ours), (Image(Name), Image("azure-key-vault-provider")));
        var terms = api.Find("daemonsets", Name)!["spec"]!["template"]!["spec"]!["affinity"]!.ToJsonString();
        Assert.Contains(
            """{"key":"keyvault-provider","operator":"NotIn","values":["new"]}""", terms, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Windows_nodes_and_back()
    {
        await InstallGoAsync();
        var driver = Driver();

        await RunAsync("Windows nodes", 0);
        Assert.Equal(
            ["azure-key-vault-provider", Name + "-windows", "secrets-store-csi-driver"], api.Names("daemonsets"));

        await RunAsync("Windows nodes", 1);
        Assert.Equal([Name, Name + "-windows", "secrets-store-csi-driver"], api.Names("daemonsets"));
        Assert.Equal(driver, Driver());
    }

    private static string Variables => Blocks("From an installed")[0]
        .Replace("GOCHART=csi-secrets-store-provider-azure/csi-secrets-store-provider-azure",
            $"GOCHART={Fixtures}/go-chart", StringComparison.Ordinal)
        .Replace("DRIVERCHART=secrets-store-csi-driver/secrets-store-csi-driver",
            $"DRIVERCHART={Fixtures}/go-chart/charts/secrets-store-csi-driver", StringComparison.Ordinal)
        + "trap 'rm -f go-nodes.yaml' EXIT\n";

    private Task<string> InstallGoAsync() =>
        shell.SucceedAsync($"{Variables}helm install \"$RELEASE\" \"$GOCHART\" --namespace kube-system");

    private async Task RunAsync(string section, params int[] blocks)
    {
        foreach (var block in blocks)
        {
            await shell.SucceedAsync(Variables + Blocks(section)[block]);
        }

        Assert.Empty(api.NotUnderstood);
    }

    private static List<string> Blocks(string section)
    {
        var from = Page.Text.Split('\n').ToList()
            .FindIndex(line => line.StartsWith('#') && line.Contains(section, StringComparison.Ordinal));
        var to = Page.Text.Split('\n').ToList()
            .FindIndex(from + 1, line => line.StartsWith("## ", StringComparison.Ordinal));
        int Line(CodeBlock block) =>
            int.Parse(block.Place.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
        return [.. Page.Blocks.Where(block =>
            block.Language == "sh" && Line(block) > from && (to < 0 || Line(block) <= to)).Select(block => block.Text)];
    }

    private string Image(string set) =>
        Assert.Single(
            api.Find("daemonsets",
                set)!["spec"]!["template"]!["spec"]!["containers"]!.AsArray())!["image"]!.GetValue<string>();

    private string Uid(string set) => api.Find("daemonsets", set)!["metadata"]!["uid"]!.GetValue<string>();

    // Equal before and after: the driver was neither deleted nor created anew.
    private (string Set, string Class) Driver() =>
        (Uid("secrets-store-csi-driver"),
            api.Find("csidrivers", "secrets-store.csi.k8s.io")!["metadata"]!["uid"]!.GetValue<string>());

    private string Owner(string resource, string name) =>
        api.Find(resource, name)!["metadata"]!["annotations"]!["meta.helm.sh/release-name"]!.GetValue<string>();
}
