using System.Globalization;
using Google.Protobuf;

namespace Provider.Tests.Telemetry;

/// <summary>A span as it came over the wire.</summary>
internal sealed record ReceivedSpan(
    string Trace, string Id, string Parent, string Name, bool IsError, IReadOnlyDictionary<string, string> Tags)
{
    private const int ResourceSpans = 1, ScopeSpans = 2, Spans = 2;
    private const int TraceField = 1, IdField = 2, ParentField = 4, NameField = 5, TagField = 9, StatusField = 15;
    private const int KeyField = 1, ValueField = 2, TextValue = 1, NumberValue = 3, CodeField = 3, ErrorCode = 2;

    /// <summary>The spans of an export request.</summary>
    public static IEnumerable<ReceivedSpan> Read(ByteString request) =>
        from resource in Parts(request, ResourceSpans)
        from scope in Parts(resource, ScopeSpans)
        from span in Parts(scope, Spans)
        select One(span);

    private static ReceivedSpan One(ByteString span) => new(
        Hex(span, TraceField), Hex(span, IdField), Hex(span, ParentField), Text(span, NameField),
        Parts(span, StatusField).Any(status => Number(status, CodeField) == ErrorCode),
        Parts(span, TagField).ToDictionary(tag => Text(tag, KeyField), tag => Value(Parts(tag, ValueField).Single())));

    private static string Value(ByteString value) =>
        Parts(value, TextValue).Any()
            ? Text(value, TextValue)
            : Number(value, NumberValue).ToString(CultureInfo.InvariantCulture);

    private static string Hex(ByteString message, int field) =>
        string.Concat(Parts(message, field).Select(part => Convert.ToHexStringLower(part.Span)));

    private static string Text(ByteString message, int field) =>
        string.Concat(Parts(message, field).Select(part => part.ToStringUtf8()));

    private static IEnumerable<ByteString> Parts(ByteString message, int field) =>
        Fields(message).Where(one => one.Field == field && one.Part is not null).Select(one => one.Part!);

    private static ulong Number(ByteString message, int field) =>
        Fields(message).Where(one => one.Field == field).Select(one => one.Number).FirstOrDefault();

    private static List<(int Field, ByteString? Part, ulong Number)> Fields(ByteString message)
    {
        var fields = new List<(int, ByteString?, ulong)>();
        var input = message.CreateCodedInput();
        while (input.ReadTag() is var tag and not 0)
        {
            var field = WireFormat.GetTagFieldNumber(tag);
            switch (WireFormat.GetTagWireType(tag))
            {
                case WireFormat.WireType.LengthDelimited:
                    fields.Add((field, input.ReadBytes(), 0));
                    break;
                case WireFormat.WireType.Varint:
                    fields.Add((field, null, input.ReadUInt64()));
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return fields;
    }
}
