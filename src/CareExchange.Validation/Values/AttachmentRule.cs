using System.Globalization;
using System.Security.Cryptography;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Values;

/// <summary>An attachment's size and hash are those of its data (R4 datatypes.html#attachment).</summary>
internal sealed class AttachmentRule : Rule
{
    internal override void Check(Element element, ValidationRun run)
    {
        var data = element["data"];
        if (!data.HasValue)
        {
            if (!element["url"].Exists && !data.Exists && !element["contentType"].Exists && !element["language"].Exists)
                run.Report(element, Issue.Warning("structure", "attachment-empty", "The attachment has neither content nor a description of it.", "첨부에 내용도 설명도 없습니다."));
            return;
        }

        if (Base64Text.CountBytes(data) is not { } size) return;
        if (long.TryParse(element["size"].Text, NumberStyles.None, CultureInfo.InvariantCulture, out var said) && said != size)
        {
            run.Report(element, Issue.Error("structure", "attachment-size", "The stated size is not that of the data.", "표시된 크기가 실제 데이터의 크기와 다릅니다.") with
            {
                Expected = size.ToString(CultureInfo.InvariantCulture),
                Found = said.ToString(CultureInfo.InvariantCulture),
            });
        }

        if (element["hash"].Text is { } hash && Base64Text.CountBytes(element["hash"]) is not null) CheckHash(element, data, hash, run);
    }

    /// <inheritdoc/>
    public override string ToString() => "attachment: size and hash of the data";

    private static void CheckHash(Element element, Element data, string hash, ValidationRun run)
    {
#pragma warning disable CA5350 // R4 asks for SHA-1; it protects against accidents here, not against attackers.
        var found = Convert.ToBase64String(SHA1.HashData(Convert.FromBase64String(data.Text ?? "")));
#pragma warning restore CA5350
        if (found == hash) return;
        run.Report(element, Issue.Error("structure", "attachment-hash", "The stated hash is not that of the data.", "표시된 해시가 실제 데이터의 해시와 다릅니다.") with { Expected = found, Found = hash });
    }
}
