using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Provider.Protocol;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Imds;
using Provider.Sandbox.Cloud.Vault;
using Provider.Sandbox.Workload;

namespace Provider.Sandbox.Attacks;

/// <summary>Attacks with classes, pods and vaults of one namespace.</summary>
internal static class MountAttacks
{
    private const int Mebibyte = 1024 * 1024;
    private const string Own = "own";
    private const string Shared = "demo";

    private static readonly string Padded = PodIdentityRequests.Secrets(["one"]) + "#" + new string('x', Mebibyte);
    private static readonly string Large = new('x', 25_000);

    private static readonly Fault Unauthorized =
        new Fault.Respond(401, """{"error":{"code":"Unauthorized","message":"no"}}""");

    public static ImmutableArray<Attack> All { get; } =
    [
        Waiting("2 mounts of 1 MiB whose identity never comes", 2, Padded),
        Waiting("200 mounts of 1 MiB whose identity never comes", 200, Padded),
        Waiting("5 pods of 100 volumes without an identity", 500, PodIdentityRequests.Secrets(["one"])),
        Reading(
            "a history of 256 versions of a vault that throttles, 4 mounts", 4,
            PodIdentityRequests.Secrets(["one"]) + "    objectVersionHistory: 256\n",
            cloud => cloud.Faults.Add(
                call => call.Host.StartsWith(Own, StringComparison.Ordinal), Fault.Throttled(TimeSpan.FromSeconds(1)))),
        Reading("2,000 entries of one secret of 25 KB, 6 mounts", 6, Entries(2_000)),
        Reading("3,000 entries of one secret of 25 KB, 6 mounts", 6, Entries(3_000)),
        Reading(
            "a history of 2,000 versions of 25 KB, 6 mounts", 6,
            PodIdentityRequests.Secrets(["many"]) + "    objectVersionHistory: 2000\n",
            cloud => Enumerable.Range(0, 2_000).ToList().ForEach(
                number => cloud.Vaults[Own].SetSecret("many", Large))),
        Reading("60 KiB of one item with unknown keys, repeated by alias, 6 mounts", 6, Aliases()),
        Reading("40,000 bad entries, 6 mounts", 6, $"array: [{string.Join(',', Enumerable.Repeat("a", 40_000))}]"),
        new("1,000 spellings of a client id", SpellingsAsync)
        {
            Prepare = cloud => Prepare(cloud, 1),
            Remark = stage => string.Create(
                CultureInfo.InvariantCulture, $"; the other's token was requested {VictimTokens(stage)} times"),
        },
        new("the node's identity against a vault that refuses it, 50 mounts", NodeIdentityAsync)
        {
            Prepare = RefuseNode,
            Remark = stage => string.Create(
                CultureInfo.InvariantCulture, $"; IMDS got {stage.Cloud.Calls.Count(Services.Imds)} requests"),
        },
        Storm("403 of a shared vault, 20 pods of 20 objects, again and again", 403),
        Storm("401 of a shared vault, 20 pods of 20 objects, again and again", 401),
    ];

    private static Attack Waiting(string name, int count, string objects) => new(name, stage =>
    {
        stage.Mount(count, number => stage.Request(AttackStage.Attacker, $"pod-{number}", Own, objects));
        return Task.CompletedTask;
    });

    private static Attack Reading(
        string name, int pods, string objects, Action<SandboxCloud>? prepare = null) => new(name, stage =>
    {
        stage.Mount(pods, number => stage.Request(AttackStage.Attacker, $"pod-{number}", Own, objects));
        return Task.CompletedTask;
    })
        {
            Prepare = cloud =>
            {
                Prepare(cloud, pods);
                prepare?.Invoke(cloud);
            },
        };

    // The attacker's objects of the shared vault, which its identity may not read.
    private static Attack Storm(string name, int status) => new(name, stage =>
    {
        for (var pod = 0; pod < 20; pod++)
        {
            _ = RepeatAsync(stage, pod);
        }

        return Task.CompletedTask;
    })
    {
        Prepare = cloud =>
        {
            Prepare(cloud, 20);
            cloud.Faults.Add(
                call => call.Path.Contains("/refused-", StringComparison.Ordinal),
                status == 403
                    ? Fault.Of(VaultErrors.Forbidden(
                        cloud.Vaults[Shared], "secrets", "attacker", Refusal.ForbiddenByRbac))
                    : Unauthorized);
        },
        Remark = stage => string.Create(
            CultureInfo.InvariantCulture,
            $"; {stage.Cloud.Calls.Count(call => call.Path.Contains("/refused-", StringComparison.Ordinal))} refused"),
    };

    private static async Task RepeatAsync(AttackStage stage, int pod)
    {
        var objects = PodIdentityRequests.Secrets(Enumerable.Range(0, 20).Select(number => $"refused-{pod}-{number}"));
        while (!stage.Over.IsCancellationRequested && !stage.Provider.HasExited)
        {
            await stage.MountAsync(stage.Request(AttackStage.Attacker, $"pod-{pod}", Shared, objects));
        }
    }

    private static async Task SpellingsAsync(AttackStage stage)
    {
        const string Id = "abcdefab-cdef-abcd-efab-cdefabcdefab";
        for (var first = 0; first < 1_000 && !stage.Provider.HasExited; first += 50)
        {
            await Task.WhenAll(Enumerable.Range(first, 50).Select(number => stage.MountAsync(VmRequest(
                stage, Own, new string([.. Id.Select((letter, at) =>
                    at >= 24 && (number & (1 << (at - 24))) != 0 ? char.ToUpperInvariant(letter) : letter)])))));
        }
    }

    private static async Task NodeIdentityAsync(AttackStage stage)
    {
        for (var mount = 0; mount < 50 && !stage.Over.IsCancellationRequested; mount++)
        {
            await stage.MountAsync(VmRequest(stage, Own, ""));
        }
    }

    private static MountRequest VmRequest(AttackStage stage, string vault, string clientId) => stage.Request(
        AttackStage.Attacker, "pod-0", vault, PodIdentityRequests.Secrets(["one"]), "class",
        ("usePodIdentity", "false"), ("useVMManagedIdentity", "true"), ("userAssignedIdentityID", clientId));

    private static int VictimTokens(AttackStage stage) => stage.Cloud.Calls.Count(
        call => call.Service == Services.Nmi && call.Headers.GetValueOrDefault("podns") == "shop");

    private static void Prepare(SandboxCloud cloud, int pods)
    {
        cloud.Vaults[Own].SetSecret("one", Large);
        cloud.Imds.SystemAssigned = new VmIdentity("node", "node", "/node");
        cloud.Imds.UserAssigned =
            [new VmIdentity("abcdefab-cdef-abcd-efab-cdefabcdefab", "object", "/resource")];
        for (var pod = 0; pod < pods; pod++)
        {
            cloud.NmiService.Assigned[$"{AttackStage.Attacker}/pod-{pod}"] = "attacker";
        }
    }

    private static void RefuseNode(SandboxCloud cloud)
    {
        cloud.Vaults[Own].SetSecret("one", "1");
        cloud.Imds.SystemAssigned = new VmIdentity("node", "node", "/node");
        cloud.Faults.Add(call => call.Host.StartsWith(Own, StringComparison.Ordinal), Unauthorized);
    }

    private static string Entries(int count) => "array:\n" + string.Concat(Enumerable.Range(0, count).Select(
        number => $"  - |\n    objectName: one\n    objectType: secret\n    objectAlias: f{number}\n"));

    private static string Aliases()
    {
        var text = new StringBuilder("array:\n  - &a |\n    objectName: one\n    objectType: secret\n");
        for (var number = 0; text.Length < 40_000; number++)
        {
            text.Append(CultureInfo.InvariantCulture, $"    x{number}: y\n");
        }

        while (text.Length < 60_000)
        {
            text.Append("  - *a\n");
        }

        return text.ToString();
    }
}
