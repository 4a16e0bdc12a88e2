using System.CommandLine;
using Provider.Arguments;
using Provider.Parameters;
using Provider.Tool.Checking;
using Provider.Tool.Commands.Help;

namespace Provider.Tool.Commands;

/// <summary>
/// <c>check FILE...</c>: finds what a cluster or a mount would refuse or ignore in a SecretProviderClass.
/// </summary>
internal sealed class CheckCommand
{
    private const int Problems = 1;
    private const int Usage = 2;

    private readonly Stream input;
    private readonly SharedFlags shared = new(
        DaemonFlags.ByName["write-cert-and-key-in-separate-files"], DaemonFlags.ByName["cloud-name"]);

    private readonly Argument<string[]> files = new("FILE")
    {
        Description = "Manifests with SecretProviderClasses, or directories of them; - is the standard input.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly DescribedOption<string> format = new("--output")
    {
        Description = "How the findings are written.",
        Range = "text, json",
        DefaultValueFactory = _ => "text",
    };

    private readonly DescribedOption<bool> strict = new("--strict") { Description = "Exit with 1 for hints too." };

    private readonly DescribedOption<string> compatible = new("--compat")
    {
        Description =
            "List also what another provider ignores, fails on or does otherwise; go is the Go provider, v1.8.2.",
        Range = "go",
        DefaultText = "none",
    };

    private CheckCommand(Stream input)
    {
        this.input = input;
        format.AcceptOnly("text", "json");
        compatible.AcceptOnly("go");
    }

    /// <summary>
    /// Builds the command. It ends in 0, in 1 when there is a problem, in 2 when a file cannot be read.
    /// </summary>
    public static Command Build(Stream input)
    {
        var check = new CheckCommand(input);
        var command = new Command("check", "Check SecretProviderClass manifests. Calls nothing on the network.")
        {
            check.files, check.format, check.strict, check.compatible,
        };
        foreach (var flag in check.shared.All)
        {
            command.Options.Add(flag);
        }

        command.SetAction(check.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = shared.Read(parsed);
        var checker = new ManifestChecker(new ClassChecker(
            PlanReader(options.CloudName), options.SeparateCertificateAndKey,
            comparesWithGo: parsed.GetValue(compatible) is not null));
        var reports = new List<FileReport>();
        foreach (var file in parsed.GetRequiredValue(files).SelectMany(ClassFile.Find))
        {
            reports.Add(await ClassFile.CheckAsync(checker, file, input, cancellationToken));
        }

        Write(parsed, parsed.GetRequiredValue(format), reports);
        var least = parsed.GetValue(strict) ? Severity.Hint : Severity.Warning;
        return reports.Exists(report => report.Unreadable is not null) ? Usage
            : reports.Exists(report => report.Has(least)) ? Problems
            : 0;
    }

    private static void Write(ParseResult parsed, string format, List<FileReport> reports)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (format == "json")
        {
            CheckJson.Write(output, reports);
        }
        else
        {
            CheckText.Write(output, reports);
        }
    }

    private static PlanReader PlanReader(string cloud) =>
        new(new PlanSettings(cloud) { CloudEnvironmentFiles = _ => SampleRequest.CloudFile });
}
