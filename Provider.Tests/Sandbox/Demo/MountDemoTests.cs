using Provider.Sandbox.Demo;
using Provider.Sandbox.Processes;

namespace Provider.Tests.Sandbox.Demo;

/// <summary>The first command that a newcomer runs: what it shows, and how it ends.</summary>
public sealed class MountDemoTests : IDisposable
{
    private readonly StringWriter output = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("demo-");

    public void Dispose()
    {
        output.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_example_is_mounted_after_a_wait_and_shown_as_the_pod_sees_it()
    {
        var status = await RunAsync(Examples.Find("pod-identity"), TimeSpan.FromMilliseconds(300));

        Assert.Equal(0, status);
        var shown = output.ToString();
        Assert.Contains(
            "NMI       is not running on this node yet: connections are refused", shown, StringComparison.Ordinal);
        Assert.Contains("NMI       the identity is assigned to the pod", shown, StringComparison.Ordinal);
        Assert.Contains("  config/\n", shown, StringComparison.Ordinal);
        Assert.Matches(@"    connection-string  -r--r--r-- 0444 +\d+ B  secret/database-connection [0-9a-f]{32}\n",
            shown);
        Assert.Matches(@"    signing-token\.bin  -rw-r--r-- 0644     32 B  secret/signing-token [0-9a-f]{32}\n", shown);
        Assert.Matches(@"calls to vault    3  \(3 x 200\)", shown);
        Assert.DoesNotContain("canary-token", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vm-managed-identity", "imds")]
    [InlineData("service-principal", "entra")]
    [InlineData("workload-identity", "entra")]
    public async Task The_example_of_another_access_mode_is_mounted_as_it_stands(string example, string service)
    {
        Assert.Equal(0, await RunAsync(Examples.Find(example), TimeSpan.Zero));
        Assert.Contains($"calls to {service}", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json-fields",
        @"    password +-r-------- 0400 +\d+ B  secret/database#database/password [0-9a-f]{32}\n",
            "calls to vault +3 ")]
    [InlineData("certificate-parts", @"    tls\.key +-r-------- 0400 +\d+ B  secret/web#tls/tls\.key [0-9a-f]{32}\n",
        "calls to vault +1 ")]
    [InlineData("optional-objects",
        @"  log-level +-rw-r--r-- 0644 +4 B  secret/log-level#log-level default-[0-9a-f]{32}\n", "calls to vault +3 ")]
    [InlineData("find", @"    APP_ONE +-rw-r--r-- 0644 +\d+ B\n", "calls to vault +3 ")]
    [InlineData("several-vaults",
        @"    login +-rw-r--r-- 0644 +\d+ B  secret/registry-login#registry/login [0-9a-f]{32}\n",
            "calls to entra +2 ")]
    [InlineData("metadata",
        @"  \.versions\.json +-rw-r--r-- 0644 +\d+ B  secret/database-password#\.versions\.json [0-9a-f]{32}\n",
        "calls to vault +2 ")]
    [InlineData("pfx-password",
        @"  keystore\.p12 +-r-------- 0400 +\d+ B  secret/web#keystore\.p12 [0-9a-f]{32}\n", "calls to vault +2 ")]
    public async Task The_example_of_a_feature_is_mounted_as_it_stands(string example, string file, string calls)
    {
        Assert.Equal(0, await RunAsync(Examples.Find(example), TimeSpan.Zero));
        Assert.Matches(file, output.ToString());
        Assert.Matches(calls, output.ToString());
    }

    [Fact]
    public async Task The_example_of_the_token_proxy_is_mounted_as_it_stands()
    {
        var reason = await ClusterView.WhyNotAsync(Patience.Limit);
        Assert.SkipWhen(reason is not null, reason ?? "");

        Assert.Equal(0, await RunAsync(Examples.Find("token-proxy"), TimeSpan.Zero));
        Assert.Contains("calls to token-proxy   1  (1 x 200)", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_class_with_a_mistake_ends_in_its_error()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "class.yaml"), """
            apiVersion: secrets-store.csi.x-k8s.io/v1
            kind: SecretProviderClass
            metadata: { name: typo, namespace: demo }
            spec:
              provider: azure
              parameters:
                usePodIdentity: "true"
                keyvaultName: demo
                objects: |
                  array:
                    - |
                      objectName: one
                      objectType: secert
            """, TestContext.Current.CancellationToken);

        Assert.Equal(1, await RunAsync(folder.FullName, TimeSpan.Zero));
        Assert.Contains("InvalidArgument: ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("secert", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifests_without_a_class_are_reported()
    {
        Assert.Equal(1, await RunAsync(folder.FullName, TimeSpan.Zero));
        Assert.Equal("The manifests hold no SecretProviderClass of provider azure.\n", output.ToString());
    }

    private Task<int> RunAsync(string manifests, TimeSpan assignmentDelay) => new MountDemo(
        output,
        TimeProvider.System,
        new DemoOptions { Manifests = [manifests], Binary = ProviderProcess.DefaultBinary,
            AssignmentDelay = assignmentDelay })
        .RunAsync(TestContext.Current.CancellationToken);
}
