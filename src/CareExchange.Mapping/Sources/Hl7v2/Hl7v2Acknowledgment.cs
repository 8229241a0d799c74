using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Sources.Hl7v2;

/// <summary>The answer to an HL7 v2 message: MSH with sender and receiver changed over, MSA, and one ERR for each error with its place (v2.5.1 2.9, 2.15.5, 2.15.8).</summary>
/// <remarks>Written with the delimiters, version and character set of the message; up to 2.4 ERR-1, from 2.5 on ERR-2 to ERR-8.</remarks>
public static partial class Hl7v2Acknowledgment
{
    private const int MaxErrors = 20;

    /// <summary>What could not even be read as a message of ours is rejected; what is wrong in its content is an error.</summary>
    private static readonly string[] Rejecting = ["hl7-header", "hl7-version", "hl7-message-type", "hl7-trigger-event", "hl7-charset", "hl7-batch", "hl7-frame", "map-not-found", "mapping-unknown"];

    /// <summary>Table 0357 by rule.</summary>
    private static readonly Dictionary<string, (string Code, string Text)> Conditions = new(StringComparer.Ordinal)
    {
        ["hl7-segment-sequence"] = ("100", "Segment sequence error"),
        ["hl7-segment"] = ("100", "Segment sequence error"),
        ["hl7-header"] = ("100", "Segment sequence error"),
        ["hl7-field-required"] = ("101", "Required field missing"),
        ["map-source-cardinality"] = ("101", "Required field missing"),
        ["source-value-missing"] = ("101", "Required field missing"),
        ["hl7-data-type"] = ("102", "Data type error"),
        ["hl7-encoding"] = ("102", "Data type error"),
        ["map-value-invalid"] = ("102", "Data type error"),
        ["map-date-invalid"] = ("102", "Data type error"),
        ["map-code-unknown"] = ("103", "Table value not found"),
        ["hl7-charset"] = ("103", "Table value not found"),
        ["hl7-message-type"] = ("200", "Unsupported message type"),
        ["map-not-found"] = ("200", "Unsupported message type"),
        ["mapping-unknown"] = ("200", "Unsupported message type"),
        ["hl7-trigger-event"] = ("201", "Unsupported event code"),
        ["hl7-version"] = ("203", "Unsupported version id"),
    };

    /// <summary>Table 0008: AA, AE or AR; CA, CE or CR where MSH-15 asks for an accept acknowledgment.</summary>
    public static string Code(Hl7v2Header? header, IReadOnlyList<Issue> issues)
    {
        var errors = issues.Where(issue => issue.IsError).ToList();
        var last = errors.Count == 0 ? 'A' : errors.Exists(issue => Rejecting.Contains(issue.Rule, StringComparer.Ordinal)) ? 'R' : 'E';
        return $"{(header?.AcceptAcknowledgment is "AL" or "ER" or "SU" ? 'C' : 'A')}{last}";
    }

    /// <summary>The acknowledgments that the sender asked for, in the order in which they are sent (v2.5.1 2.9.2 original mode, 2.9.3 enhanced mode).</summary>
    /// <returns>
    /// One where MSH-15 and MSH-16 are empty. Else the accept acknowledgment as MSH-15 wants it and the application's as MSH-16 does; both, one, or none. Where both are
    /// wanted the first says that the message is kept (CA) or cannot be ours (CR), and the second what is wrong in it.
    /// </returns>
    public static IReadOnlyList<string> Codes(Hl7v2Header? header, IReadOnlyList<Issue> issues)
    {
        var code = Code(header, issues);
        if (header is null or { AcceptAcknowledgment: "", ApplicationAcknowledgment: "" }) return [code];
        var isWrong = code[1] != 'A';
        var (accept, application) = (IsWanted(header.AcceptAcknowledgment, isWrong), IsWanted(header.ApplicationAcknowledgment, isWrong));
        return (accept, application) switch
        {
            (true, true) => [code[1] == 'R' ? "CR" : "CA", $"A{code[1]}"],
            (true, false) => [$"C{code[1]}"],
            (false, true) => [$"A{code[1]}"],
            _ => [],
        };
    }

    // Table 0155.
    private static bool IsWanted(string condition, bool isWrong) => condition switch
    {
        "AL" => true,
        "ER" => isWrong,
        "SU" => !isWrong,
        _ => false,
    };

    /// <summary>Writes the answer.</summary>
    /// <param name="message">The message as it came.</param>
    /// <param name="issues">What was found; without an error the answer is positive.</param>
    /// <param name="controlId">MSH-10 of the answer.</param>
    /// <param name="time">MSH-7 of the answer.</param>
    /// <param name="code">MSA-1, one of <see cref="Codes"/>; null takes <see cref="Code"/>.</param>
    /// <returns>The bytes, segments ended by CR, without MLLP framing.</returns>
    public static byte[] Write(ReadOnlySpan<byte> message, IReadOnlyList<Issue> issues, string controlId, DateTimeOffset time, string? code = null)
    {
        var header = Hl7v2Header.Read(message);
        var delimiters = header?.Delimiters ?? Hl7v2Delimiters.Standard;
        var encoding = Hl7v2Charset.Find(header?.CharacterSet ?? "") ?? Encoding.ASCII;
        var version = header?.Version is { Length: > 0 } said && char.IsAsciiDigit(said[0]) ? said : "2.5.1";
        var answer = new Hl7v2Answer(delimiters, encoding);
        string Raw(int field) => header?.Field(field) ?? "";
        var type = header is not { TriggerEvent.Length: > 0 } ? "ACK"
            : $"ACK{delimiters.Component}{header.TriggerEvent}{(version == "2.3" ? "" : $"{delimiters.Component}ACK")}";
        answer.Segment("MSH", delimiters.Encoding, Raw(5), Raw(6), Raw(3), Raw(4), time.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture) + time.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal),
            "", type, controlId, Raw(11) is { Length: > 0 } processing ? processing : "P", Raw(12) is { Length: > 0 } wholeVersion ? wholeVersion : version, "", "", "", "", "", Raw(18));
        answer.Segment("MSA", code ?? Code(header, issues), Raw(10));
        if (code is "CA" or "AA") return answer.ToArray();
        var isOld = version is "2.3" or "2.3.1" or "2.4" or "2.2" or "2.1";
        foreach (var issue in issues.Where(issue => issue.IsError).Take(MaxErrors))
        {
            var (condition, text) = Conditions.GetValueOrDefault(issue.Rule, ("207", "Application internal error"));
            var place = Places().Match(issue.Expression ?? "");
            if (isOld) answer.OldError(place, condition, text);
            else answer.Error(place, condition, text, issue);
        }

        return answer.ToArray();
    }

    [GeneratedRegex(@"^(?<segment>[A-Z][A-Z0-9]{2})(\[(?<occurrence>\d+)\])?(-(?<field>\d+)(\[(?<repetition>\d+)\])?(\.(?<component>\d+)(\.(?<subcomponent>\d+))?)?)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Places();
}
