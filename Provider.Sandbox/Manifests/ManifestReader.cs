using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Provider.Sandbox.Manifests;

/// <summary>Reads Kubernetes manifests from YAML files; kinds that a mount does not use are skipped.</summary>
internal static class ManifestReader
{
    /// <summary>Reads files and folders, as <c>kubectl apply -f</c> would.</summary>
    /// <exception cref="ManifestException">
    /// A file is not YAML, or a required field is missing; the message has file and line.
    /// </exception>
    public static ManifestSet Read(IEnumerable<string> paths) =>
        ManifestSet.Of([.. paths.SelectMany(Files).SelectMany(file => Parse(file, File.ReadAllText(file)))]);

    public static IEnumerable<object> Parse(string file, string text) =>
        Load(file, text).Documents.Select(document => document.RootNode).OfType<YamlMappingNode>()
            .Select(mapping => ObjectReader.Read(new(file, mapping))).OfType<object>();

    private static YamlStream Load(string file, string text)
    {
        try
        {
            var stream = new YamlStream();
            using var reader = new StringReader(text);
            stream.Load(reader);
            return stream;
        }
        catch (YamlException problem)
        {
            throw new ManifestException(file, problem.Start.Line, problem.Message);
        }
    }

    private static IEnumerable<string> Files(string path)
    {
        if (Directory.Exists(path))
        {
            return Directory.EnumerateFiles(path).Where(file => Path.GetExtension(file) is ".yaml" or ".yml")
                .Order(StringComparer.Ordinal);
        }

        return File.Exists(path) ? [path] : throw new ManifestException(path, 0, "no such file or folder");
    }
}

/// <summary>A manifest that cannot be used; the message starts with the file and, if known, the line.</summary>
internal sealed class ManifestException(string file, long line, string problem)
    : Exception(line > 0 ? $"{file}:{line}: {problem}" : $"{file}: {problem}")
{
    public string File => file;

    public long Line => line;
}
