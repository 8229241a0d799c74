using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Identity.Scopes;

namespace CareExchange.Server.Web.Language;

internal static class AppWords
{
    public static readonly Phrase Opens = new("(새 창에서 앱 열기)", "(opens the app in a new window)");
    public static readonly Phrase Title = new("앱 사용 허용", "Allow an app");
    public static readonly Phrase Asks = new("이 앱이 보려는 것", "What the app would see");
    public static readonly Phrase Bounds = new(
        "앱은 내가 볼 수 있는 것보다 더 볼 수 없고, 대상자의 동의와 법적 근거가 그대로 적용됩니다. 앱이 본 것은 내 이름으로 기록됩니다.",
        "The app never sees more than you may see: consents and legal bases apply as they do to you. What it looks at is recorded under your name.");
    public static readonly Phrase Person = new("대상자", "Person");
    public static readonly Phrase ChoosePerson = new("앱에서 볼 대상자 한 사람", "The one person the app is for");
    public static readonly Phrase NobodyFound = new("볼 수 있는 대상자가 없습니다. 이름으로 찾아 주세요.", "There is no person you may see. Try a search by name.");
    public static readonly Phrase PersonMissing = new("대상자를 골라 주세요.", "Please choose a person.");
    public static readonly Phrase Allow = new("허용", "Allow");
    public static readonly Phrase Refuse = new("허용하지 않음", "Do not allow");
    public static readonly Phrase RefusedTitle = new("앱의 요청을 받을 수 없습니다", "The app's request cannot be taken");
    public static readonly Phrase RefusedText = new(
        "앱이 등록되어 있지 않거나, 등록된 것과 다른 주소로 돌아가려고 합니다. 아무것도 허용되지 않았습니다. 앱을 준 곳에 알려 주세요.",
        "Either the app is not registered, or it wants the answer at an address it did not register. Nothing was allowed. Please tell whoever gave you the app.");

    public static Phrase Owner(string organization) => new($"{organization}의 앱입니다.", $"An app of {organization}.");

    public static Phrase Duration(bool offline) => offline
        ? new("내가 로그아웃한 뒤에도, 허용이 끝나거나 취소될 때까지 볼 수 있습니다.", "It may go on after you have signed out, until the permission ends or is revoked.")
        : new("로그아웃하면 끝납니다.", "It ends when you sign out.");

    /// <summary>One line for each thing asked for.</summary>
    public static IEnumerable<Phrase> Lines(AppScopes scopes)
    {
        if (scopes.Has("openid")) yield return new("내가 누구인지", "Who you are");
        foreach (var scope in scopes.Data.Scopes)
        {
            var type = scope.ResourceType == "*" ? new Phrase("모든 기록", "all records") : new Phrase(scope.ResourceType, scope.ResourceType);
            var (only, onlyEnglish) = scope.Constraint is { } query ? ($" — 다음에 맞는 것만: {Conditions(query)}", $", only where {Conditions(query)}") : ("", "");
            yield return scope.Context is SmartContext.Patient
                ? new($"고른 한 사람의 {type.Korean}{only}", $"{type.English} of the one person chosen{onlyEnglish}")
                : new($"내가 볼 수 있는 사람들의 {type.Korean}{only}", $"{type.English} of persons you may see{onlyEnglish}");
        }
    }

    // SMART App Launch 2.2: the query behind a scope, as it will be held to.
    private static string Conditions(string query) => string.Join(", ", query.Split('&').Select(part => Uri.UnescapeDataString(part.Replace('+', ' ')).Replace("=", " = ", StringComparison.Ordinal)));
}
