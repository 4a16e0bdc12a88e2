using Provider.Model;

namespace Provider.Yaml;

/// <summary>The number of values that may still be read, of one text or of all texts of a request.</summary>
internal sealed class YamlBudget(int values = YamlBudget.OfAText)
{
    public const int OfAText = 100_000;

    /// <summary>The most values of a request: 2,000 entries with all their fields have about 44,000.</summary>
    public const int OfARequest = 50_000;

    private int taken;

    /// <exception cref="YamlFormatException">The budget is used up.</exception>
    public void Take(TextPosition position)
    {
        if (++taken > values)
        {
            throw new YamlFormatException($"has more than {values} values", position);
        }
    }
}
