using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Provider.Telemetry;

/// <summary>Formats a log event as one line, whatever its fields contain: a field cannot begin a new line.</summary>
internal static class LogLines
{
    private const string Template = "{OriginalFormat}";

    private static readonly LogEncoder Encoder = new();

    public static string Format(LogFormat format, LogEvent logged) =>
        format == LogFormat.Json ? Json(logged) : Text(logged);

    private static string Text(LogEvent logged)
    {
        var line = new StringBuilder();
        line.Append(
            CultureInfo.InvariantCulture,
            $"{Letter(logged.Level)}{logged.Time:MMdd HH:mm:ss.ffffff} {Environment.ProcessId} "
            + $"{Short(logged.Category)}] ");
        line.Append(Quote(logged.Message));
        foreach (var (name, value) in Fields(logged))
        {
            line.Append(' ').Append(name).Append('=');
            line.Append(value is string text ? Quote(text) : Convert.ToString(value, CultureInfo.InvariantCulture));
        }

        return line.ToString();
    }

    private static string Json(LogEvent logged)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Encoder }))
        {
            json.WriteStartObject();
            json.WriteString("ts", logged.Time);
            json.WriteString("level", logged.Level.ToString().ToLowerInvariant());
            json.WriteString("logger", Short(logged.Category));
            json.WriteString("event", logged.Event);
            json.WriteString("msg", logged.Message);
            foreach (var (name, value) in Fields(logged))
            {
                Write(json, name, value);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case int or long:
                json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number:
                json.WriteNumber(name, number);
                break;
            default:
                json.WriteString(name, (string)value);
                break;
        }
    }

    // Numbers and booleans as they are, everything else as text; null fields are omitted.
    private static IEnumerable<(string Name, object Value)> Fields(LogEvent logged)
    {
        foreach (var (name, value) in logged.Fields)
        {
            if (name != Template && value is not null)
            {
                yield return (name, value switch
                {
                    double number => Math.Round(number, 3),
                    int or long or bool => value,
                    _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
                });
            }
        }

        if (logged.Trace is { } trace)
        {
            yield return ("trace", trace);
        }

        if (logged.Error is { } error)
        {
            // Without its message, which may contain a secret.
            yield return ("exception", $"{error.GetType().FullName}{Environment.NewLine}{error.StackTrace}");
        }
    }

    private static string Quote(string text) => $"\"{Encoder.Encode(text)}\"";

    private static string Short(string category) => category[(category.LastIndexOf('.') + 1)..];

    private static char Letter(LogLevel level) => level switch
    {
        LogLevel.Critical => 'F',
        LogLevel.Error => 'E',
        LogLevel.Warning => 'W',
        _ => 'I',
    };
}
