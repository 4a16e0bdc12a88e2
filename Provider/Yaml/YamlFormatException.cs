using Provider.Model;

namespace Provider.Yaml;

/// <summary>Text that is not YAML, or more of it than is read.</summary>
internal sealed class YamlFormatException(string message, TextPosition position) : Exception(message)
{
    public TextPosition Position { get; } = position;
}
