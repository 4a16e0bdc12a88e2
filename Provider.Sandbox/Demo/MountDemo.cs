using System.Globalization;
using Grpc.Core;
using Provider.Model;
using Provider.Parameters;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Manifests;
using Provider.Sandbox.Processes;

namespace Provider.Sandbox.Demo;

/// <summary>The main job, seen from the outside: a cloud, a provider, a driver, and a volume at the end.</summary>
internal sealed class MountDemo(TextWriter output, TimeProvider time, DemoOptions options)
{
    private readonly Progress progress = new(output, time, options.IsTerminal);
    private readonly DemoIdentities identities = new(time);

    /// <summary>Runs it. Returns 0, or 1 when the mount failed.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var target = Directory.CreateTempSubdirectory("volume-");
        try
        {
            return await CommandFailures.ReportAsync(output, () => RunAsync(target.FullName, cancellationToken));
        }
        finally
        {
            target.Delete(recursive: true);
        }
    }

    private async Task<int> RunAsync(string target, CancellationToken cancellationToken)
    {
        var manifests = ManifestReader.Read(options.Manifests);
        var (secretClass, pod) = manifests.Volume();
        var request = MountRequests.Make(
            secretClass, pod, manifests.SecretOf(pod), identities.TokensFor(secretClass, pod), target);
        await output.WriteLineAsync(
            $"Mounting SecretProviderClass {secretClass.Namespace}/{secretClass.Name} for pod "
            + $"{pod.Namespace}/{pod.Name}\n");

        await using var cloud = await SandboxCloud.StartAsync(time, new Random(1));
        var plan = Prepare(cloud, manifests, pod, request);
        await using var provider = await StartProviderAsync(cloud, plan, cancellationToken);
        var status = await MountAsync(cloud, provider, request, plan, cancellationToken);
        DemoReport.Write(output, cloud.Calls, provider);
        await provider.StopAsync();
        return status;
    }

    // What the class asks for is in the vault. A class that cannot be read is mounted all the same: the provider says
    // what is wrong.
    private MountPlan? Prepare(SandboxCloud cloud, ManifestSet manifests, Pod pod, Protocol.MountRequest request)
    {
        cloud.NmiService.Use(manifests);
        var plan = new PlanReader("AzurePublicCloud").Read(
            new MountInput(request.Attributes, request.Secrets, request.TargetPath, request.Permission)).Plan;
        if (plan is not null)
        {
            var azure = AzureCloud.All.FirstOrDefault(one => one.VaultSuffix == plan.Cloud.VaultSuffix)
                ?? AzureCloud.Public;
            foreach (var part in plan.Parts)
            {
                identities.Register(cloud, part, pod);
                var vault = cloud.Vaults.In(azure, part.VaultName);
                vault.Tenant = part.Tenant ?? vault.Tenant;
                DemoVault.Fill(vault, part.Entries);
                progress.Report(
                    "cloud",
                    $"{part.Vault.Host} holds {part.Entries.Length} objects, behind a proxy and an authority made for "
                    + "this run");
            }
        }

        return plan;
    }

    private async Task<ProviderProcess> StartProviderAsync(
        SandboxCloud cloud, MountPlan? plan, CancellationToken cancellationToken)
    {
        var begun = progress.Elapsed;
        Action<string>? follow = options.IsVerbose ? line => progress.Report("provider", $"| {line}") : null;
        var view = plan?.Access is AccessMode.TokenProxy
            ? await ClusterView.OfAsync(cloud.Cluster, cancellationToken)
            : null;
        var provider = await ProviderProcess.StartAsync(
            options.Binary, cloud, options.ProviderFlags, cancellationToken, follow, view: view);
        var took = (progress.Elapsed - begun).TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
        progress.Report("provider",
            $"started as on a node, responds on its socket after {took} ms ({BinaryDescription.Of(options.Binary)})");
        return provider;
    }

    private async Task<int> MountAsync(
        SandboxCloud cloud, ProviderProcess provider, Protocol.MountRequest request, MountPlan? plan,
        CancellationToken cancellationToken)
    {
        Report($"calls Mount and gives it {options.Deadline.TotalSeconds:0.###} s, as kubelet does");
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var background = Task.WhenAll(
            CallWatcher.ReportAsync(cloud.Calls, progress, over.Token),
            new AssignmentScenario(cloud, progress, time).RunAsync(plan?.Access, options.AssignmentDelay, over.Token),
            progress.WaitAsync(
                () => $"the provider works on the mount; {cloud.Calls.All.Count} calls so far", over.Token));
        using var driver = new FakeDriver(provider.SocketPath, time);
        var begun = progress.Elapsed;
        try
        {
            var volume = await driver.MountAsync(request, options.Deadline, cancellationToken);
            await EndAsync(over, background);
            var files = volume.Files.Count;
            Report($"OK after {(progress.Elapsed - begun).TotalSeconds:0.00} s: {files} files written in one rename");
            VolumeReport.Write(output, volume, plan);
            return 0;
        }
        catch (RpcException error)
        {
            await EndAsync(over, background);
            Report($"the mount failed after {(progress.Elapsed - begun).TotalSeconds:0.00} s");
            await output.WriteLineAsync($"\n{error.StatusCode}: {error.Status.Detail}");
            return 1;
        }
        finally
        {
            await EndAsync(over, background);
        }
    }

    private void Report(FormattableString what) => progress.Report("driver", FormattableString.Invariant(what));

    private static async Task EndAsync(CancellationTokenSource over, Task background)
    {
        await over.CancelAsync();
        await background;
    }
}
