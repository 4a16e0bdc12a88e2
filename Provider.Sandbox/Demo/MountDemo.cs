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
/// <param name="output">Where to tell it.</param>
/// <param name="time">The clock.</param>
internal sealed class MountDemo(TextWriter output, TimeProvider time)
{
    private readonly Progress progress = new(output, time);

    /// <summary>Runs it.</summary>
    /// <param name="options">What to mount, and how.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>0, or 1 when the mount failed.</returns>
    public async Task<int> RunAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        var manifests = ManifestReader.Read(options.Manifests);
        var (secretClass, pod) = manifests.Volume();
        progress.Tell("manifests", $"SecretProviderClass {secretClass.Namespace}/{secretClass.Name} for pod {pod.Namespace}/{pod.Name}");
        await using var cloud = await SandboxCloud.StartAsync(time, new Random());
        var target = Directory.CreateTempSubdirectory("volume-");
        try
        {
            var request = MountRequests.Make(
                secretClass, pod, pod.SecretRef is { } secret ? manifests.Secrets[$"{pod.Namespace}/{secret}"] : null, null, target.FullName);
            FillVault(cloud, request);
            await using var provider = await ProviderProcess.StartAsync(options.Binary, cloud, options.ProviderFlags, cancellationToken);
            progress.Tell("provider", $"started: {Described(options.Binary)}; socket {provider.SocketPath}");
            return await MountAsync(cloud, provider, request, manifests.ClientIdFor(pod), pod, options, cancellationToken);
        }
        finally
        {
            target.Delete(recursive: true);
        }
    }

    private async Task<int> MountAsync(
        SandboxCloud cloud, ProviderProcess provider, Protocol.MountRequest request, string? clientId, Pod pod, DemoOptions options,
        CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = CallWatcher.TellAsync(cloud.Calls, progress, over.Token);
        var assigning = AssignAsync(cloud, pod, clientId, options.AssignmentDelay, over.Token);
        using var driver = new StandInDriver(provider.SocketPath, time);
        progress.Tell("driver", $"calls Mount, as kubelet would have it: {options.Deadline.TotalSeconds:0} s");
        try
        {
            var begun = progress.Elapsed;
            var volume = await driver.MountAsync(request, options.Deadline, cancellationToken);
            progress.Tell("driver", string.Create(
                CultureInfo.InvariantCulture,
                $"mounted {volume.Files.Count} files, {volume.ResponseBytes} bytes, in {(progress.Elapsed - begun).TotalSeconds:0.00} s"));
            VolumeReport.Write(output, request.TargetPath, volume);
            return 0;
        }
        catch (RpcException error)
        {
            progress.Tell("driver", $"the mount failed with {error.StatusCode}: {error.Status.Detail}");
            return 1;
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAll(watching, assigning);
            VolumeReport.Write(output, cloud.Calls);
            await StopAsync(provider, options.ShowLog);
        }
    }

    // As on a node that has just joined: NMI is not there, then it knows no identity for the pod, then it does.
    private async Task AssignAsync(SandboxCloud cloud, Pod pod, string? clientId, TimeSpan delay, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(delay / 3, time, cancellationToken);
            await cloud.Nmi.StartAsync();
            progress.Tell("NMI", "has started on this node; no identity is assigned to the pod yet");
            await Task.Delay(delay * 2 / 3, time, cancellationToken);
            if (clientId is not null)
            {
                cloud.NmiService.Assigned[$"{pod.Namespace}/{pod.Name}"] = clientId;
                progress.Tell("NMI", $"the identity {clientId} is assigned to the pod");
            }
        }
        catch (OperationCanceledException)
        {
            // The mount ended sooner.
        }
    }

    private void FillVault(SandboxCloud cloud, Protocol.MountRequest request)
    {
        var reading = new PlanReader("AzurePublicCloud").Read(
            new MountInput(request.Attributes, request.Secrets, request.TargetPath, request.Permission));
        if (reading.Plan is { } plan)
        {
            DemoVault.Fill(cloud.Vaults[plan.VaultName], plan.Entries);
            progress.Tell("cloud", $"{plan.Vault.Host} holds {plan.Entries.Length} objects; proxy {cloud.Proxy}, NMI {cloud.Nmi.Address}");
        }
    }

    private async Task StopAsync(ProviderProcess provider, bool showLog)
    {
        var memory = provider.MemoryKib("VmRSS") / 1024;
        var status = await provider.StopAsync();
        output.WriteLine();
        progress.Tell("provider", $"stopped with status {status}; it used {memory} MiB");
        if (showLog)
        {
            output.WriteLine();
            await output.WriteAsync(provider.Output);
        }
    }

    private static string Described(string binary)
    {
        var isNative = !System.IO.File.Exists(binary + ".dll");
        return isNative
            ? string.Create(CultureInfo.InvariantCulture, $"native, {new FileInfo(binary).Length / 1e6:0.0} MB")
            : "as built for development";
    }
}
