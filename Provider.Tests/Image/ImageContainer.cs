using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using k8s.Models;
using Provider.Tests.EndToEnd;
using Provider.Tests.Manifests;

namespace Provider.Tests.Image;

/// <summary>The image's file system, started by crun as the DaemonSet of the base says.</summary>
/// <remarks>
/// <c>IMAGE_ROOT</c> is the file system and <c>SECCOMP_PROFILE</c> the engine's default profile; <c>.ci/image</c> makes
/// both. The container is started in a mount namespace of its own, in which a second cgroup hierarchy, which crun
/// refuses, is not there.
/// </remarks>
internal sealed class ImageContainer : IAsyncDisposable
{
    private const string Start =
        "mount --make-rprivate / && { umount /sys/fs/cgroup/unified 2> /dev/null || true; } && exec crun \"$@\"";

    private readonly TemporaryDirectory directory = new();
    private readonly string name = $"provider-image-{Guid.NewGuid():N}";
    private readonly StringBuilder output = new();
    private readonly Process process;

    private ImageContainer(string[] arguments, Dictionary<string, string> environment, string[] shared)
    {
        var pod = StrictManifest.DaemonSet(
            File.ReadAllText(Path.Combine(Repository.Root, "manifests/base/daemonset.yaml"))).Spec.Template.Spec;
        Assert.True(pod.HostNetwork);
        Sockets = Directory.CreateDirectory(Path.Combine(directory.Path, "sockets")).FullName;
        File.WriteAllText(Path.Combine(directory.Path, "config.json"), Config(pod, arguments, environment, shared)
            .ToJsonString());
        var start = new ProcessStartInfo(
            "unshare",
            ["--mount", "sh", "-c", Start, "crun", "--cgroup-manager=cgroupfs", "run", "--bundle", directory.Path,
                name])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The directory on the node that is mounted where the sockets are.</summary>
    public string Sockets { get; }

    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    /// <summary>Starts it; skips the test where the file system was not made.</summary>
    public static ImageContainer Run(string[] arguments, Dictionary<string, string> environment, params string[] shared)
    {
        if (Root is null || Profile is null)
        {
            Assert.Skip("IMAGE_ROOT and SECCOMP_PROFILE are not set; .ci/run makes them");
        }

        return new ImageContainer(arguments, environment, shared);
    }

    /// <summary>Sends a signal to the provider, as kubelet does, and waits for its end.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("crun", ["kill", name, "TERM"]);
        await kill.WaitForExitAsync(Patience.Limit);
        return await WaitForExitAsync();
    }

    public async Task<int> WaitForExitAsync()
    {
        await process.WaitForExitAsync(Patience.Limit);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            using var delete = Process.Start(
                new ProcessStartInfo("crun", ["delete", "--force", name]) { RedirectStandardError = true })!;
            await delete.WaitForExitAsync();
            process.Kill();
        }

        process.Dispose();
        directory.Dispose();
    }

    private static string? Root => Environment.GetEnvironmentVariable("IMAGE_ROOT");

    private static string? Profile => Environment.GetEnvironmentVariable("SECCOMP_PROFILE");

    private void Add(string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }

    private JsonObject Config(
        V1PodSpec pod, string[] arguments, Dictionary<string, string> environment, string[] shared)
    {
        var container = Assert.Single(pod.Containers);
        var security = container.SecurityContext;
        Assert.Equal(["ALL"], security.Capabilities.Drop);
        Assert.Equal("RuntimeDefault", security.SeccompProfile.Type);
        return new JsonObject
        {
            ["ociVersion"] = "1.0.2",
            ["root"] = new JsonObject { ["path"] = Root, ["readonly"] = security.ReadOnlyRootFilesystem },
            ["process"] = new JsonObject
            {
                ["args"] = Texts([DockerfileTests.Entrypoint, .. container.Args, .. arguments]),
                ["env"] = Texts(environment.Select(pair => $"{pair.Key}={pair.Value}")),
                ["cwd"] = "/",
                ["user"] = new JsonObject { ["uid"] = security.RunAsUser, ["gid"] = 0 },
                ["capabilities"] =
                    new JsonObject { ["bounding"] = new JsonArray(), ["effective"] = new JsonArray(),
                        ["permitted"] = new JsonArray() },
                ["noNewPrivileges"] = security.AllowPrivilegeEscalation == false,
            },
            ["mounts"] = new JsonArray([
                Mount("proc", "proc", "/proc"), Mount("tmpfs", "tmpfs", "/dev", "nosuid", "mode=755"),
                Mount("bind", "/sys", "/sys", "rbind", "ro"),
                .. container.VolumeMounts.Select(mount => Mount("bind", Sockets, mount.MountPath, "rbind", "rw")),
                .. shared.Select(path => Mount("bind", path, path, "rbind", "ro")),
            ]),
            ["linux"] = new JsonObject
            {
                ["namespaces"] = new JsonArray(
                    [.. new[] { "pid", "mount", "ipc", "uts" }.Select(type => new JsonObject { ["type"] = type })]),
                ["resources"] = Resources(container.Resources),
                ["seccomp"] = SeccompProfile.ForNoCapabilities(Profile!),
            },
        };
    }

    // As kubelet computes them: a processor limit is a share of 100 ms.
    private static JsonObject Resources(V1ResourceRequirements resources) => new()
    {
        ["memory"] = new JsonObject { ["limit"] = (long)resources.Limits["memory"].ToDecimal() },
        ["cpu"] =
            new JsonObject { ["period"] = 100_000, ["quota"] = (long)(resources.Limits["cpu"].ToDecimal() * 100_000) },
    };

    private static JsonObject Mount(string type, string source, string destination, params string[] options) =>
        new() { ["type"] = type, ["source"] = source, ["destination"] = destination, ["options"] = Texts(options) };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
