using Provider.Model;

namespace Provider.Yaml;

/// <summary>The text is not YAML, or exceeds a limit.</summary>
internal sealed class YamlFormatException(string message, TextPosition position) : Exception(message)
{
    public TextPosition Position { get; } = position;
}
