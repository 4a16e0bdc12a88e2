using Provider.Yaml;
using Provider.Tool.Checking;

namespace Provider.Tool.Commands;

/// <summary>Reads the SecretProviderClasses of a file, as a person names it on the command line.</summary>
internal static class ClassFile
{
    /// <summary>Reads a file and checks its classes.</summary>
    public static async Task<FileReport> CheckAsync(
        ManifestChecker checker, string file, TextReader input, CancellationToken cancellationToken)
    {
        try
        {
            var text = file == "-"
                ? await input.ReadToEndAsync(cancellationToken)
                : await File.ReadAllTextAsync(file, cancellationToken);
            return Check(checker, file, text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new FileReport(file, "", [], error.Message);
        }
    }

    private static FileReport Check(ManifestChecker checker, string file, string text)
    {
        try
        {
            return new FileReport(file, text, [.. checker.Check(text)], null);
        }
        catch (YamlFormatException error)
        {
            var finding =
                new Finding(Severity.Error, error.Position, "file", $"is not YAML: {error.Message}",
                    "Correct the YAML at that place.");
            return new FileReport(file, text, [new CheckedClass("", error.Position, null, [finding])], null);
        }
    }
}
