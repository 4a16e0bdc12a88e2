using System.Globalization;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Processes;
using Provider.Sandbox.Workload;

namespace Provider.Sandbox.Attacks;

/// <summary>
/// Runs each attack on a new provider, and measures how long another namespace's mounts take meanwhile.
/// </summary>
internal sealed class AttacksRun(string binary, int millicores, int mebibytes, TextWriter output, TimeProvider time)
{
    private const string Victim = "shop";
    private const string Vault = "demo";
    private const int Mounts = 3;
    private static readonly TimeSpan VictimAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(110);
    private static readonly TimeSpan HealthPatience = TimeSpan.FromSeconds(10);

    /// <summary>Runs attacks and prints a line for each; the status is 1 if another namespace's mount failed.</summary>
    public async Task<int> RunAsync(IEnumerable<Attack> attacks, CancellationToken cancellationToken)
    {
        output.WriteLine(
            $"{"attack",-62}{"before s",9}{"slowest s",10}{"/healthz s",11}{"MiB",5}  "
            + "what became of the attacker's mounts");
        var isRight = true;
        foreach (var attack in attacks)
        {
            isRight &= await AttackAsync(attack, cancellationToken);
        }

        return isRight ? 0 : 1;
    }

    private async Task<bool> AttackAsync(Attack attack, CancellationToken cancellationToken)
    {
        using var group = ControlGroup.With(millicores, mebibytes);
        await using var cloud = await CloudAsync(attack);
        var directory = Directory.CreateTempSubdirectory("attacks-");
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await using var provider = await ProviderProcess.StartAsync(
                group.Enclose(Script(attack, directory)), cloud, ["--rotation-cache-ttl=0", .. attack.Arguments],
                cancellationToken);
            using var driver = new FakeDriver(provider.SocketPath, time);
            var stage = new AttackStage(cloud, provider, driver, directory.FullName, time, over.Token);
            var isRight = await MeasureAsync(attack, stage, driver);
            await over.CancelAsync();
            await EndAsync(provider);
            return isRight;
        }
        catch (ProviderStartException)
        {
            output.WriteLine($"{attack.Name,-62}  the provider did not start");
            return false;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private async Task<bool> MeasureAsync(Attack attack, AttackStage stage, FakeDriver driver)
    {
        await VictimAsync(stage, driver);
        var before = await VictimAsync(stage, driver);
        await attack.Begin(stage);
        await Task.Delay(VictimAfter, time, stage.Over);
        using var restarted = attack.HasNewDriver ? new FakeDriver(stage.Provider.SocketPath, time) : null;
        var slowest = before with { Elapsed = TimeSpan.Zero };
        for (var mount = 0; mount < Mounts && slowest.Failure is null; mount++)
        {
            var next = await VictimAsync(stage, restarted ?? driver);
            slowest = next.Failure is not null || next.Elapsed > slowest.Elapsed ? next : slowest;
        }

        var health = await HealthAsync(stage.Provider);
        var isAlive = !stage.Provider.HasExited;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{attack.Name,-62}{before.Elapsed.TotalSeconds,9:0.00}{slowest.Elapsed.TotalSeconds,10:0.00}"
            + $"{health,11}{(isAlive ? stage.Provider.MemoryKib("VmHWM") / 1024 : 0),5}  {stage.Ends}"
            + $"{(isAlive ? "" : "; the process was killed")}"
            + $"{(slowest.Failure is { } failure ? $"; the other's mount failed: {failure}" : "")}"
            + $"{attack.Remark(stage)}"));
        return isAlive && slowest.Failure is null;
    }

    private Task<MountOutcome> VictimAsync(AttackStage stage, FakeDriver driver) => MountOutcome.OfAsync(
        driver, stage.Request(Victim, "app-0", Vault, PodIdentityRequests.Secrets(["one"])), Patience, time,
        stage.Over);

    private async Task<string> HealthAsync(ProviderProcess provider)
    {
        using var http = new HttpClient { Timeout = HealthPatience };
        var begun = time.GetTimestamp();
        try
        {
            await http.GetStringAsync(new Uri($"http://127.0.0.1:{provider.HealthzPort}/healthz"));
            return time.GetElapsedTime(begun).TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return "none";
        }
    }

    private async Task<SandboxCloud> CloudAsync(Attack attack)
    {
        var cloud = await SandboxCloud.StartAsync(time, new Random(1), attack.Habits);
        cloud.Vaults[Vault].SetSecret("one", "1");
        cloud.NmiService.Assigned[$"{Victim}/app-0"] = "victim";
        attack.Prepare(cloud);
        await cloud.Nmi.StartAsync();
        return cloud;
    }

    private string Script(Attack attack, DirectoryInfo directory)
    {
        var path = Path.Combine(directory.FullName, "start");
        File.WriteAllText(path, $"#!/bin/sh\n{attack.Start(Path.GetFullPath(binary), directory)}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private static async Task EndAsync(ProviderProcess provider)
    {
        if (!provider.HasExited)
        {
            await provider.KillAsync();
        }
    }
}
