using CareExchange.Fhir.Json;

namespace CareExchange.Validation.Rules;

/// <summary>How R4 writes one primitive type (http://hl7.org/fhir/R4/datatypes.html#primitive).</summary>
/// <param name="Kind">String, Number or True (standing for both booleans).</param>
/// <param name="Expected">The format in a few words, for messages and printed trees.</param>
/// <param name="Matches">Whether UTF-8 text without quotes and escapes is in the format.</param>
internal sealed record PrimitiveFormat(JsonKind Kind, string Expected, PrimitiveFormat.Scanner Matches)
{
    private static readonly Dictionary<string, PrimitiveFormat> Formats = new(StringComparer.Ordinal)
    {
        ["boolean"] = new(JsonKind.True, "true or false", static _ => true),
        ["integer"] = new(JsonKind.Number, "a whole number from -2147483648 to 2147483647", NumberScan.IsInteger),
        ["unsignedInt"] = new(JsonKind.Number, "a whole number from 0 to 2147483647", NumberScan.IsUnsignedInt),
        ["positiveInt"] = new(JsonKind.Number, "a whole number from 1 to 2147483647", NumberScan.IsPositiveInt),
        ["decimal"] = new(JsonKind.Number, "a decimal number", static _ => true),
        ["string"] = new(JsonKind.String, "text that is not empty, without control characters", TextScan.IsText),
        ["markdown"] = new(JsonKind.String, "text that is not empty, without control characters", TextScan.IsText),
        ["xhtml"] = new(JsonKind.String, "one <div> of XHTML", TextScan.IsDiv),
        ["code"] = new(JsonKind.String, "a code without white space at its ends or in a row", TextScan.IsCode),
        ["id"] = new(JsonKind.String, "1 to 64 of A-Z a-z 0-9 - .", TextScan.IsId),
        ["uri"] = new(JsonKind.String, "a URI without white space", TextScan.IsUri),
        ["url"] = new(JsonKind.String, "a URL without white space", TextScan.IsUri),
        ["canonical"] = new(JsonKind.String, "a canonical URL without white space", TextScan.IsUri),
        ["oid"] = new(JsonKind.String, "urn:oid: and numbers", TextScan.IsOid),
        ["uuid"] = new(JsonKind.String, "urn:uuid: and a UUID in lower case", TextScan.IsUuid),
        ["base64Binary"] = new(JsonKind.String, "base64", TextScan.IsBase64),
        ["date"] = new(JsonKind.String, "YYYY, YYYY-MM or YYYY-MM-DD", TimeScan.IsDate),
        ["dateTime"] = new(JsonKind.String, "YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss+zz:zz", TimeScan.IsDateTime),
        ["instant"] = new(JsonKind.String, "YYYY-MM-DDThh:mm:ss.sss+zz:zz", TimeScan.IsInstant),
        ["time"] = new(JsonKind.String, "hh:mm:ss", TimeScan.IsTime),
    };

    /// <summary>Judges a value's text.</summary>
    public delegate bool Scanner(ReadOnlySpan<byte> text);

    /// <summary>The format of a primitive type; null for a type that R4 does not have.</summary>
    public static PrimitiveFormat? Find(string typeName) => Formats.GetValueOrDefault(typeName);

    /// <summary>Whether JSON writes this type as a value of this kind.</summary>
    public bool IsWrittenAs(JsonKind kind) => kind == Kind || (Kind == JsonKind.True && kind == JsonKind.False);
}
