using System.CommandLine;
using System.Runtime.InteropServices;
using Provider.Arguments;
using Provider.Model;
using Provider.Mounting;
using Provider.Tool.Checking;
using Provider.Tool.Commands.Help;

namespace Provider.Tool.Commands;

/// <summary>
/// <c>mount FILE --target DIR</c>: mounts one class into a directory, for a person or an init container.
/// </summary>
internal sealed class MountCommand
{
    private const int Failed = 1;
    private const int Usage = 2;
    private const string Title = "What is mounted";
    private const string TargetFormat = "a directory other than /";
    private const string TimeoutFormat = "a duration such as 30s, less than 24h";

    private readonly ILocalMount? localMount;
    private readonly Stream input;
    private readonly bool isTerminal;
    private readonly LoginFlags login = new();
    private readonly SharedFlags shared = new([.. IdentityFlags.Clouds(), .. ContentFlags.All()]);

    private readonly Argument<string> file = new("FILE")
    {
        Description = "The manifest with the SecretProviderClass, as for kubectl; - is the standard input.",
    };

    private readonly DescribedOption<string> target = new("--target")
    {
        Group = Title,
        Description = "The directory to write to; created with mode 0700 if it does not exist.",
        Required = true,
        IsPath = true,
        Range = TargetFormat,
    };

    private readonly DescribedOption<string> name = new("--name")
    {
        Group = Title,
        Description = "The class to mount, by name or namespace/name, where FILE contains several.",
        DefaultText = "the only one",
    };

    private readonly DescribedOption<string> timeout = new("--timeout")
    {
        Group = Title,
        Description = "How long the mount may take.",
        Range = TimeoutFormat,
        DefaultValueFactory = _ => GoDuration.Write(MountDeadline.Longest),
    };

    private readonly DescribedOption<bool> dryRun = SharedFlags.Switch(
        Title, "--dry-run",
        "Check FILE and the credential's settings and show what would be mounted. No token is asked for, the "
        + "vault is not called, nothing is written.");

    private readonly DescribedOption<bool> json =
        SharedFlags.Switch(Title, "--json", "Write JSON to the standard output in place of the table.");

    private MountCommand(ILocalMount? localMount, Stream input, bool isTerminal) =>
        (this.localMount, this.input, this.isTerminal) = (localMount, input, isTerminal);

    /// <summary>
    /// Builds the command. It ends in 0, in 1 when the mount failed or was interrupted, in 2 when the command line is
    /// wrong. <c>localMount</c> is null where command lines are only parsed.
    /// </summary>
    public static Command Build(ILocalMount? localMount, Stream input, bool isTerminal)
    {
        var mount = new MountCommand(localMount, input, isTerminal);
        mount.target.Require(
            TargetFormat, path => path.Length > 0 && !path.Contains('\0') && Absolute(path) != "/");
        mount.timeout.Require(TimeoutFormat, text => Timeout(text) is not null);
        var command = new Command(
            "mount", "Mount one SecretProviderClass into a directory, as the daemon would for a pod.") { mount.file };
        Option[] flags =
        [
            mount.target, mount.name, mount.timeout, mount.dryRun, mount.json, .. mount.login.All, .. mount.shared.All,
        ];
        foreach (var flag in flags)
        {
            command.Options.Add(flag);
        }

        command.SetAction(mount.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        void Interrupt(PosixSignalContext signal)
        {
            signal.Cancel = true;
            interrupted.Cancel();
        }

        using var keyboard = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var stop = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        var steps = new StepLine(parsed.InvocationConfiguration.Error, isTerminal);
        try
        {
            return await MountAsync(parsed, steps, interrupted.Token);
        }
        catch (Exception error) when (FailureOf(error, parsed, interrupted.Token) is not null)
        {
            var (status, code, message) = FailureOf(error, parsed, interrupted.Token)!.Value;
            steps.Clear();
            return Report(parsed, status, code, message);
        }
        finally
        {
            await parsed.InvocationConfiguration.Output.FlushAsync(CancellationToken.None);
        }
    }

    private async Task<int> MountAsync(ParseResult parsed, StepLine steps, CancellationToken cancellationToken)
    {
        var errors = parsed.InvocationConfiguration.Error;
        var checker = ClassFile.Checker(shared.Read(parsed));
        var report = await ClassFile.CheckAsync(checker, parsed.GetRequiredValue(file), input, cancellationToken);
        if (ClassChoice.Of(report, parsed.GetValue(name), errors) is not { } found)
        {
            return Usage;
        }

        CheckText.WriteFindings(errors, report.File, report.Text.Split('\n'), found);
        if (found.Plan is not { } plan)
        {
            var message = $"{report.File}: {found.Name} cannot be mounted as it is";
            return Report(parsed, Failed, "class-invalid", message, found);
        }

        var order = Order(parsed, plan);
        // Before any call: a missing setting of a credential is reported at once, and by a dry run too.
        var credential = LoginFlags.NameOf(localMount!.Check(order));
        if (parsed.GetRequiredValue(dryRun))
        {
            DryRun(parsed, order, credential);
            return 0;
        }

        steps.Say($"{found.Name}: {plan.Entries.Length} objects of {plan.Vault} by {credential}");
        Print(parsed, order, await localMount.MountAsync(order, steps.Begin, cancellationToken), steps);
        return 0;
    }

    private MountOrder Order(ParseResult parsed, MountPlan plan) => new(
        plan, login.Read(parsed, Environment.GetEnvironmentVariable), shared.Read(parsed),
        Absolute(parsed.GetRequiredValue(target)), Timeout(parsed.GetRequiredValue(timeout))!.Value);

    // Null for an exception that is not expected of a mount.
    private (int Status, string Code, string Message)? FailureOf(
        Exception error, ParseResult parsed, CancellationToken interrupted) => error switch
        {
            MountException failure => (Failed, failure.Code.Name, WithoutKubelet(failure)),
            OperationCanceledException when interrupted.IsCancellationRequested =>
                (Failed, "interrupted", $"{parsed.GetValue(target)} is as it was"),
            IOException or UnauthorizedAccessException => (Failed, "file-failed", error.Message.TrimEnd('.') + "."),
            _ => null,
        };

    // Remedies are written for pods, whose mounts kubelet retries.
    private static string WithoutKubelet(MountException failure) =>
        failure.Message[(failure.Code.Name.Length + 2)..]
            .Replace("Kubelet will retry. If the error persists, ", "If the error persists, ", StringComparison.Ordinal)
            .Replace("; kubelet will retry", "", StringComparison.Ordinal)
            .Replace(" Kubelet will retry.", "", StringComparison.Ordinal);

    private static TimeSpan? Timeout(string text) =>
        GoDuration.Read(text) is { } limit && limit > TimeSpan.Zero && limit < TimeSpan.FromDays(1) ? limit : null;

    private static string Absolute(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    private void DryRun(ParseResult parsed, MountOrder order, string credential)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetRequiredValue(json))
        {
            MountJson.WriteDryRun(output, order, credential);
            return;
        }

        parsed.InvocationConfiguration.Error.WriteLine(
            $"would read {order.Plan.Vault} by {credential} and write to {order.Target}:");
        MountText.Write(output, order.Plan);
    }

    private void Print(ParseResult parsed, MountOrder order, LocalVolume volume, StepLine steps)
    {
        foreach (var note in volume.Notes)
        {
            steps.Say("note: " + note);
        }

        steps.Say($"{volume.Files.Length} files {(volume.IsWritten ? "written to" : "unchanged in")} {order.Target}");
        if (parsed.GetRequiredValue(json))
        {
            MountJson.Write(parsed.InvocationConfiguration.Output, order, volume);
            return;
        }

        MountText.Write(parsed.InvocationConfiguration.Output, volume.Files);
    }

    private int Report(ParseResult parsed, int status, string code, string message, CheckedClass? found = null)
    {
        parsed.InvocationConfiguration.Error.WriteLine(Quoted.Line($"{code}: {message}"));
        if (parsed.GetRequiredValue(json))
        {
            MountJson.WriteError(parsed.InvocationConfiguration.Output, code, message, found);
        }

        return status;
    }
}
