using System.Collections.Immutable;
using Provider.Hosting;
using Provider.Parameters;
using Provider.Tool.Checking;

namespace Provider.Tool.Commands;

/// <summary>Reads the SecretProviderClasses of a file, as they are named on the command line.</summary>
internal static class ClassFile
{
    // The files that kubectl reads from a directory.
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>The files that a path names: itself, or the manifests in and below a directory.</summary>
    public static IEnumerable<string> Find(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(
            path, "*",
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
        : [path];

    public static ManifestChecker Checker(ServeOptions options) => new(new ClassChecker(
        new PlanReader(
            new PlanSettings(options.CloudName)
            {
                CloudEnvironmentFiles = new CloudEnvironmentFiles(options.CloudFileDirectory, options.CloudFile).Read,
            }),
        options.SeparateCertificateAndKey));

    public static async Task<FileReport> CheckAsync(
        ManifestChecker checker, string file, Stream input, CancellationToken cancellationToken)
    {
        try
        {
            var (text, fault) = ManifestText.Read(file == "-"
                ? await ReadAsync(input, cancellationToken)
                : await File.ReadAllBytesAsync(file, cancellationToken));
            return new FileReport(
                file, text,
                fault is null ? [.. checker.Check(text)] : [new CheckedClass("", fault.Position, null, [fault])], null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new FileReport(file, "", [], error.Message);
        }
    }

    private static async Task<byte[]> ReadAsync(Stream input, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await input.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }
}

/// <summary>The result of checking one file.</summary>
internal sealed record FileReport(string File, string Text, ImmutableArray<CheckedClass> Classes, string? Unreadable)
{
    /// <summary>Whether there is a finding that is at least so bad.</summary>
    public bool Has(Severity least) => Classes.Any(one => one.Findings.Any(finding => finding.Severity >= least));
}
