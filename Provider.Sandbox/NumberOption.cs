using System.CommandLine;
using System.Globalization;
using System.Numerics;
using Provider.Tool.Commands;

namespace Provider.Sandbox;

/// <summary>Creates options for numbers within inclusive bounds.</summary>
internal static class NumberOption
{
    public static Option<T> Create<T>(
        string name, string description, T usual, T least, T most, string unit = "number") where T : INumber<T>
    {
        var range = string.Create(CultureInfo.InvariantCulture, $"{least} to {most}");
        return new Option<T>(name)
        {
            Description = $"{description} {range}.",
            HelpName = unit,
            DefaultValueFactory = _ => usual,
            // The library's own conversion reports the .NET type's name.
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    && number >= least && number <= most)
                {
                    return number;
                }

                result.AddError(OptionValues.Refused(name, text, range));
                return usual;
            },
        };
    }
}
