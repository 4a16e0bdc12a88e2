using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Provider.Protocol;
using Provider.Sandbox.Cloud.Vault;
using Provider.Sandbox.Driver;
using Provider.Tests.Content;
using Provider.Tests.Parameters;

namespace Provider.Tests.EndToEnd;

/// <summary>
/// The small inputs under Differential, which were found by mounting one class with the Go provider and with this one:
/// each gives the Go provider's files.
/// </summary>
public sealed class DifferentialTests
{
    private static readonly TestChain Chain = TestChain.Shared;

    [Theory]
    [InlineData("04-field-name-in-another-case", "s1 0644")]
    [InlineData("04b-encoding-in-another-case", "s1 0644")]
    [InlineData("05-history-alias-that-is-cleaned", "certs/0 0644", "certs/1 0644")]
    [InlineData("06-filepermission-with-plus", "s1 0644")]
    [InlineData("07-comment-after-a-comma", "s1 0644")]
    [InlineData("07b-comment-after-a-bracket", "s1 0644")]
    [InlineData("08-bracket-after-the-document", "s1 0644")]
    [InlineData("08b-comma-after-an-entry", "s1 0644")]
    [InlineData("08c-directive-after-an-entry", "s1 0644")]
    [InlineData("09-binary-tag", "hello 0644")]
    public async Task A_class_gives_the_files_that_the_Go_provider_writes(string name, params string[] files)
    {
        await using var stage = await Stage.StartAsync("here");
        stage.Vault.SetSecret("s1", "1");
        stage.Vault.SetSecret("s1", "2");
        using var certificate = X509CertificateLoader.LoadCertificate(Chain.Leaf);
        stage.Vault.SetCertificate("s1", certificate);

        var volume = await stage.MountAsync(Objects(name));

        Assert.Equal(
            files,
            volume.Files.Select(file => $"{file.Key} {Convert.ToString((int)file.Value.Mode, 8).PadLeft(4, '0')}"));
    }

    [Theory]
    [InlineData("a PFX with a password")]
    [InlineData("PEM")]
    [InlineData("a Java keystore")]
    [InlineData("any text")]
    public async Task A_value_that_is_not_a_pfx_is_written_as_it_is_where_pem_is_asked_for(string kind)
    {
        await using var stage = await Stage.StartAsync("here");
        var value = kind switch
        {
            "a PFX with a password" => Convert.ToBase64String(TestPfx.Make(Chain.LeafKey, [Chain.Leaf], "secret")),
            "PEM" => Chain.LeafKeyPem + TestChain.Pem(Chain.Leaf),
            "a Java keystore" => Convert.ToBase64String([0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2, 0, 0, 0, 0]),
            _ => "any text",
        };
        stage.Vault.SetSecret("s1", value, SecretContent.Pkcs12);

        var volume = await stage.MountAsync(Objects("02-pem-of-a-value-that-is-not-a-pfx"));

        Assert.Equal(value, volume.Files["s1"].Text);
    }

    [Fact]
    public async Task Pem_and_base64_of_a_pfx_that_was_stored_by_hand_is_the_binary_pfx()
    {
        await using var stage = await Stage.StartAsync("here");
        var pfx = TestPfx.Make(Chain.LeafKey, [Chain.Leaf]);
        stage.Vault.SetSecret("s1", Convert.ToBase64String(pfx), SecretContent.Pkcs12);

        var volume = await stage.MountAsync(Objects("03-pem-and-base64-of-a-pfx"));

        Assert.Equal(pfx, volume.Files["s1"].Contents);
    }

    [Fact]
    public async Task A_block_with_headers_becomes_a_part_of_the_pfx()
    {
        const string Line = "-----\n";
        await using var stage = await Stage.StartAsync("here");
        var pem = (Chain.LeafKeyPem + TestChain.Pem(Chain.Leaf)).Split(Line + "MI");
        stage.Vault.SetCertificateSecret(
            "s1", string.Join(Line + "friendlyName: x\nlocalKeyID: 01 02\n\nMI", pem), SecretContent.Pem);

        var volume = await stage.MountAsync(
            ValidRequest.Entries("objectName: s1\nobjectType: secret\nobjectFormat: pfx\nobjectEncoding: base64"));

        Assert.Equal(3, pem.Length);
        using var loaded = X509CertificateLoader.LoadPkcs12(volume.Files["s1"].Contents.ToArray(), "");
        Assert.Equal(Chain.Leaf, loaded.RawData);
        Assert.Equal(Chain.LeafKey, loaded.GetECDsaPrivateKey()!.ExportPkcs8PrivateKey());
    }

    [Fact]
    public async Task A_duplicate_key_in_the_attributes_is_read()
    {
        await using var stage = await Stage.StartAsync("here");
        stage.Cloud.Vaults["kv-demo"].SetSecret("s1", "1");
        stage.Cloud.NmiService.Assigned["ns/pod"] = Stage.ClientId;
        var request = stage.Request("");
        request.Attributes = (await System.IO.File.ReadAllTextAsync(
            Path.Combine(Folder, "17-duplicate-key.json"), Patience.Limit)).Insert(1, "\"usePodIdentity\":\"true\",");

        // The oldest driver's part of the sandbox would read the attributes to add tokens.
        using var driver = new FakeDriver(
            stage.Provider.SocketPath, TimeProvider.System, generation: DriverGeneration.V1Dot6);
        var volume = await driver.MountAsync(request, FakeDriver.KubeletDeadline, Patience.Limit);

        Assert.Equal("1", volume.Files["s1"].Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pod_without_a_uid_is_mounted(bool isEmpty)
    {
        await using var stage = await Stage.StartAsync("here");
        stage.Vault.SetSecret("s1", "1");
        var request = stage.Request(ValidRequest.Entries("objectName: s1\nobjectType: secret"));
        var attributes = JsonNode.Parse(request.Attributes)!.AsObject();
        Assert.True(attributes.Remove("csi.storage.k8s.io/pod.uid"));
        if (isEmpty)
        {
            attributes["csi.storage.k8s.io/pod.uid"] = "";
        }

        request.Attributes = attributes.ToJsonString();

        var volume = await stage.Driver.MountAsync(request, FakeDriver.KubeletDeadline, Patience.Limit);

        Assert.Equal("1", volume.Files["s1"].Text);
    }

    [Fact]
    public async Task A_history_of_two_counts_as_its_list_and_two_reads()
    {
        await using var stage = await Stage.StartAsync("binary");
        stage.Vault.SetSecret("s1", "1");
        stage.Vault.SetSecret("s1", "2");
        await stage.MountAsync(ValidRequest.Entries("objectName: s1\nobjectType: secret\nobjectVersionHistory: 2"));
        using var http = new HttpClient();

        var metrics =
            await http.GetStringAsync($"http://127.0.0.1:{stage.Provider.MetricsPort}/metrics", Patience.Limit);

        var count = Assert.Single(
            metrics.Split('\n'), line => line.StartsWith("keyvault_request_count{", StringComparison.Ordinal));
        Assert.EndsWith("} 3", count, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Buckets_and_labels_of_the_Go_provider_are_there()
    {
        string[] buckets =
            ["0.1", "0.2", "0.3", "0.4", "0.5", "1", "1.5", "2", "2.5", "3", "5", "10", "15", "30", "+Inf"];
        await using var stage = await Stage.StartAsync("binary");
        stage.Vault.SetSecret("s1", "1");
        await stage.MountAsync(ValidRequest.Entries("objectName: s1\nobjectType: secret"));
        using var http = new HttpClient();

        var metrics =
            await http.GetStringAsync($"http://127.0.0.1:{stage.Provider.MetricsPort}/metrics", Patience.Limit);

        Assert.All(["keyvault_request", "grpc_request"], name => Assert.All(buckets, bucket => Assert.Contains(
            metrics.Split('\n'), line => line.StartsWith(name + "_bucket{", StringComparison.Ordinal)
                && line.Contains($"le=\"{bucket}\"", StringComparison.Ordinal))));
        Assert.DoesNotContain("otel_scope", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_of_an_object_with_several_files_is_sent_once()
    {
        await using var stage =
            await Stage.StartAsync("here", "--write-cert-and-key-in-separate-files=true");
        stage.Vault.SetCertificateSecret("s1", Chain.LeafKeyPem + TestChain.Pem(Chain.Leaf), SecretContent.Pem);
        using var connection = ProcessTests.Channel(stage.Provider.SocketPath);

        var response = await new CSIDriverProvider.CSIDriverProviderClient(connection).MountAsync(
            stage.Request(ValidRequest.Entries("objectName: s1\nobjectType: secret")),
            cancellationToken: Patience.Limit);

        Assert.Equal(3, response.Files.Count);
        Assert.Equal("secret/s1", Assert.Single(response.ObjectVersion).Id);
    }

    private static string Folder => Path.Combine(Repository.Root, "Provider.Tests", "EndToEnd", "Differential");

    private static string Objects(string name) => System.IO.File.ReadAllText(Path.Combine(Folder, name + ".yaml"));
}
