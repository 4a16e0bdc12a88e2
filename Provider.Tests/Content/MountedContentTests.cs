using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Provider.Sandbox.Cloud.Vault;
using Provider.Tests.EndToEnd;
using Provider.Tests.Parameters;

namespace Provider.Tests.Content;

/// <summary>
/// Every type, format and history through the whole provider: in this process, and as the built binary with its own
/// crypto.
/// </summary>
public sealed class MountedContentTests
{
    private static readonly TestChain Chain = TestChain.Shared;
    private static readonly string Pem = Chain.LeafKeyPem + TestChain.Pem(Chain.InOrder);

    public static TheoryData<string> Both => Stage.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Every_type_and_format_is_mounted(string kind)
    {
        await using var stage = await Stage.StartAsync(kind);
        using var leaf = X509CertificateLoader.LoadCertificate(Chain.Leaf);
        using var rsa = RSA.Create(2048);
        var pfx =
            Convert.ToBase64String(TestPfx.Make(Chain.LeafKey, [Chain.Root, Chain.Leaf, Chain.Upper, Chain.Lower]));
        stage.Vault.SetCertificateSecret("pfx", pfx, Case.Pkcs12);
        stage.Vault.SetCertificateSecret(
            "pem", TestChain.Pem(Chain.Upper, Chain.Root, Chain.Lower) + Chain.LeafKeyPem + TestChain.Pem(Chain.Leaf),
            Case.PemFile);
        stage.Vault.SetSecret("by-hand", pfx, Case.Pkcs12);
        stage.Vault.SetCertificate("leaf", leaf);
        stage.Vault.SetKey("rsa", RsaKey(rsa));

        var volume = await stage.MountAsync(ValidRequest.Entries(
            "objectName: pfx\nobjectType: secret",
            "objectName: pfx\nobjectType: secret\nobjectAlias: raw.pfx\nobjectFormat: pfx\nobjectEncoding: base64",
            "objectName: pem\nobjectType: secret",
            "objectName: pem\nobjectType: secret\nobjectAlias: made.pfx\nobjectFormat: pfx\nobjectEncoding: base64",
            "objectName: by-hand\nobjectType: secret\nobjectFormat: pem",
            "objectName: leaf\nobjectType: cert",
            "objectName: rsa\nobjectType: key"));

        Assert.Equal(Pem, volume.Files["pfx"].Text);
        Assert.Equal(Convert.FromBase64String(pfx), volume.Files["raw.pfx"].Contents.ToArray());
        Assert.Equal(TestChain.Pem(Chain.Leaf, Chain.Lower, Chain.Upper) + Chain.LeafKeyPem + TestChain.Pem(Chain.Root),
            volume.Files["pem"].Text);
        using var made = X509CertificateLoader.LoadPkcs12(volume.Files["made.pfx"].Contents.ToArray(), "");
        Assert.Equal(Chain.LeafKey, made.GetECDsaPrivateKey()!.ExportPkcs8PrivateKey());
        Assert.Equal(Pem, volume.Files["by-hand"].Text);
        Assert.Equal(TestChain.Pem(Chain.Leaf), volume.Files["leaf"].Text);
        Assert.Equal(rsa.ExportSubjectPublicKeyInfoPem() + "\n", volume.Files["rsa"].Text);
    }

    [Fact]
    public async Task Every_cipher_and_key_is_read_by_the_built_binary()
    {
        await using var stage = await Stage.StartAsync("binary");
        using var workshop = new Workshop();
        var made = 0;
        foreach (var algorithm in new[] { "RSA -pkeyopt rsa_keygen_bits:2048",
            "EC -pkeyopt ec_paramgen_curve:secp256k1", "ED25519" })
        {
            workshop.OpenSsl($"genpkey -algorithm {algorithm} -out key.pem");
            workshop.OpenSsl("req -x509 -new -key key.pem -subj /CN=leaf -days 30 -out leaf.pem");
            foreach (var options in new[] { "", "-legacy",
                "-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1" })
            {
                workshop.OpenSsl($"pkcs12 -export -inkey key.pem -in leaf.pem -passout pass: -out f.pfx {options}");
                // A name of its own each: what a second mount of a name gets may be as old as the rotation cache lets
                // it be.
                var name = $"one-{made++}";
                stage.Vault.SetCertificateSecret(name, Convert.ToBase64String(workshop.Get("f.pfx")), Case.Pkcs12);

                var volume = await stage.MountAsync(ValidRequest.Entries($"objectName: {name}\nobjectType: secret"));

                Assert.Equal(
                    [.. workshop.Get("key.pem"), .. workshop.Get("leaf.pem")], volume.Files[name].Contents.ToArray());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Histories_are_mounted_over_several_pages(string kind)
    {
        await using var stage = await Stage.StartAsync(kind);
        stage.Cloud.Vaults.PageSize = 2;
        var versions = Enumerable.Range(0, 6).Select(i => stage.Vault.SetSecret("one", $"value {i}")).ToArray();
        var keys = Enumerable.Range(0, 3).Select(_ => stage.Vault.SetKey("key", RsaKey(null))).ToArray();
        Date(stage.Vault, "secrets", "one", versions);
        Date(stage.Vault, "keys", "key", keys);
        stage.Vault.Change("secrets", "one", versions[4], version => version with { Enabled = false });

        var volume = await stage.MountAsync(ValidRequest.Entries(
            "objectName: one\nobjectType: secret\nobjectVersionHistory: 3",
            $"objectName: one\nobjectType: secret\nobjectAlias: from/three\nobjectVersionHistory: 9\nobjectVersion: "
            + $"{versions[3]}",
            "objectName: key\nobjectType: key\nobjectVersionHistory: 2"));

        Assert.Equal(
            ["from/three/0", "from/three/1", "from/three/2", "from/three/3", "key/0", "key/1", "one/0", "one/1",
                "one/2"], volume.Files.Keys);
        Assert.Equal(["value 5", "value 3", "value 2"],
            new[] { "one/0", "one/1", "one/2" }.Select(path => volume.Files[path].Text));
        Assert.Equal("value 0", volume.Files["from/three/3"].Text);
        Assert.Equal([keys[2], keys[1]], new[] { "key/key/0", "key/key/1" }.Select(id => volume.Versions[id]));
    }

    // A vault's times are whole seconds; versions made within one are in the order of their ids.
    private static void Date(StoredVault vault, string collection, string name, string[] versions)
    {
        for (var i = 0; i < versions.Length; i++)
        {
            var created = DateTimeOffset.UnixEpoch.AddDays(i);
            vault.Change(collection, name, versions[i], version => version with { Created = created });
        }
    }

    private static JsonObject RsaKey(RSA? rsa)
    {
        var numbers = rsa?.ExportParameters(false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["n"] = numbers is { } given ? System.Buffers.Text.Base64Url.EncodeToString(given.Modulus) : "AQ",
            ["e"] = "AQAB",
        };
    }
}
