using System.Globalization;
using Provider.Model;
using Provider.Parameters;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Manifests;
using Provider.Sandbox.Processes;
using Provider.Sandbox.Workload;

namespace Provider.Sandbox.Demo;

/// <summary>Mounts one volume with a simulated cloud and driver and a real provider, and reports each step.</summary>
internal sealed class MountDemo(TextWriter output, TimeProvider time, DemoOptions options)
{
    private readonly Progress progress = new(output, time, options.IsTerminal);
    private readonly DemoIdentities identities = new(time);

    /// <summary>Runs the demo. Returns 0, or 1 when the mount failed.</summary>
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

    // The vault gets what the class asks for. A class that cannot be read is mounted too: the provider reports what is
    // wrong.
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
        var background = WatchAsync(cloud, plan, over.Token);
        MountOutcome outcome;
        try
        {
            using var driver = new FakeDriver(provider.SocketPath, time);
            outcome = await MountOutcome.OfAsync(driver, request, options.Deadline, time, cancellationToken);
        }
        finally
        {
            await over.CancelAsync();
            await background;
        }

        if (outcome.Volume is not { } volume)
        {
            Report($"the mount failed after {outcome.Elapsed.TotalSeconds:0.00} s");
            await output.WriteLineAsync($"\n{outcome.Error!.StatusCode}: {outcome.Error.Status.Detail}");
            return 1;
        }

        Report($"OK after {outcome.Elapsed.TotalSeconds:0.00} s: {volume.Files.Count} files written in one rename");
        VolumeReport.Write(output, volume, plan);
        return 0;
    }

    private Task WatchAsync(SandboxCloud cloud, MountPlan? plan, CancellationToken over) => Task.WhenAll(
        CallWatcher.ReportAsync(cloud.Calls, progress, over),
        new AssignmentScenario(cloud, progress, time).RunAsync(plan?.Access, options.AssignmentDelay, over),
        progress.WaitAsync(() => $"the provider works on the mount; {cloud.Calls.All.Count} calls so far", over));

    private void Report(FormattableString what) => progress.Report("driver", FormattableString.Invariant(what));
}
