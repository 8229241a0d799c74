using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Consent;

/// <summary>Searches by what a role is shown masked or not at all: asked letter by letter, the answers would tell it, so such questions are refused.</summary>
/// <remarks>Whole numbers may be asked for where they are masked: who asks holds the number already. Where they are absent they may not.</remarks>
internal static class MaskedSearch
{
    private static readonly HashSet<string> Text = new(StringComparer.Ordinal) { "_content", "_text" };
    private static readonly HashSet<string> Phones = new(StringComparer.Ordinal) { "phone", "telecom" };
    private static readonly HashSet<string> Mails = new(StringComparer.Ordinal) { "email", "telecom" };

    /// <summary>Why the search is refused; null where it is not.</summary>
    public static Issue? Refusal(SearchRequest request, IdentifierMasks? masks)
    {
        if (masks is null) return null;
        var asked = request.Branches.SelectMany(branch => branch.Criteria).SelectMany(Codes).Concat(request.Sort.Select(sort => sort.Code));
        return asked.FirstOrDefault(code => IsHidden(code, masks)) is { } hidden
            ? Issue.Error("forbidden", "search-masked", "This role may not search by what it is not shown.", "이 역할에 보이지 않는 항목으로는 검색할 수 없습니다.") with { Expression = $"http.{hidden}", Found = hidden }
            : null;
    }

    private static IEnumerable<string> Codes(SearchCriterion criterion) => criterion switch
    {
        { Group: { } group } => group.Members.SelectMany(Codes),
        { Link: { } link } => link.Ends.SelectMany(end => Codes(end.Criterion)),
        _ => [criterion.Code],
    };

    private static bool IsHidden(string code, IdentifierMasks masks) =>
        (masks.Address != IdentifierShow.Whole && code.StartsWith("address", StringComparison.Ordinal))
        || (masks.Phone == IdentifierShow.Absent && Phones.Contains(code))
        || (masks.Email == IdentifierShow.Absent && Mails.Contains(code))
        || ((masks.Address != IdentifierShow.Whole || masks.Phone != IdentifierShow.Whole || masks.Email != IdentifierShow.Whole) && Text.Contains(code));
}
