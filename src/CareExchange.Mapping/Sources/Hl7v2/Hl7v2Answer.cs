using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Sources.Hl7v2;

/// <summary>Collects the segments of an answer as bytes.</summary>
/// <remarks>What is repeated from the message was read as Latin-1 and goes back so, byte by byte; what we say goes out in the message's character set.</remarks>
internal sealed class Hl7v2Answer(Hl7v2Delimiters delimiters, Encoding encoding)
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    /// <summary>A segment of fields that are ready to be sent.</summary>
    public void Segment(string id, params ReadOnlySpan<string> fields)
    {
        var end = fields.Length;
        while (end > 0 && fields[end - 1].Length == 0) end--;
        Latin(id);
        foreach (var field in fields[..end])
        {
            Latin(delimiters.Field.ToString());
            Latin(field);
        }

        Latin("\r");
    }

    /// <summary>ERR as of 2.5: location, code, severity, our rule, what was expected, the sentence.</summary>
    public void Error(Match place, string code, string text, Issue issue)
    {
        var c = delimiters.Component;
        var location = place.Success
            ? string.Join(c, ((string[])["segment", "occurrence", "field", "repetition", "component", "subcomponent"]).Select(name => Part(place, name))).TrimEnd(c)
            : "";
        Latin($"ERR{delimiters.Field}{delimiters.Field}{location}{delimiters.Field}{code}{c}{text}{c}HL70357{delimiters.Field}E{delimiters.Field}{issue.Rule}{c}{c}L{delimiters.Field}{delimiters.Field}");
        Text(issue.Expected is { } expected ? $"expected {expected}{(issue.Found is { } found ? $", found {found}" : "")}" : issue.Found is { } only ? $"found {only}" : "");
        Latin(delimiters.Field.ToString());
        Text(ReferenceEquals(encoding, Encoding.ASCII) ? issue.English : $"{issue.Korean} {issue.English}");
        Latin("\r");
    }

    /// <summary>ERR up to 2.4: segment, its number, the field, and the code in subcomponents.</summary>
    public void OldError(Match place, string code, string text)
    {
        var (c, s) = (delimiters.Component, delimiters.Subcomponent == '\0' ? ' ' : delimiters.Subcomponent);
        Latin($"ERR{delimiters.Field}{Part(place, "segment")}{c}{(place.Success ? Part(place, "occurrence") : "")}{c}{Part(place, "field")}{c}{code}{s}{text}{s}HL70357\r");
    }

    // A place that names a field is about its first occurrence unless it says otherwise.
    private static string Part(Match place, string name)
    {
        if (place.Groups[name] is { Success: true } group) return group.Value;
        var counts = name == "occurrence" || (name == "repetition" && place.Groups["field"].Success);
        return place.Success && counts ? "1" : "";
    }

    private void Latin(string text) => _bytes.Write(Encoding.Latin1.GetBytes(text));

    private void Text(string text)
    {
        var written = Hl7v2Escapes.Encode(text, delimiters);
        try
        {
            _bytes.Write(encoding.GetBytes(written));
        }
        catch (EncoderFallbackException)
        {
            _bytes.Write(Encoding.ASCII.GetBytes(written));
        }
    }
}
