using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Server.Web.Delivery;
using CareExchange.Server.Web.Errors;
using CareExchange.Server.Web.Language;

namespace CareExchange.Server.Web.Endpoints;

/// <summary>Pages for what cannot be shown.</summary>
internal static class ErrorAnswers
{
    /// <summary>404 for what is not there and for what may not be seen, in the same words.</summary>
    public static IResult NotVisible(HttpContext http) => Error(http, StatusCodes.Status404NotFound, ErrorWords.NotFoundTitle, ErrorWords.NotFoundText);

    /// <summary>400 for a form without a valid token.</summary>
    public static IResult Expired(HttpContext http) => Error(http, StatusCodes.Status400BadRequest, ErrorWords.ExpiredTitle, ErrorWords.ExpiredText);

    /// <summary>409.</summary>
    public static IResult Conflict(HttpContext http) => Error(http, StatusCodes.Status409Conflict, ErrorWords.ConflictTitle, ErrorWords.ConflictText);

    /// <summary>400 for an app that is not registered, or not at this address: sending the browser on would help whoever pretends to be it.</summary>
    public static IResult AppRefused(HttpContext http) => Error(http, StatusCodes.Status400BadRequest, AppWords.RefusedTitle, AppWords.RefusedText);

    /// <summary>500 with the number under which the log has it.</summary>
    public static IResult Failure(HttpContext http) =>
        Error(http, StatusCodes.Status500InternalServerError, ErrorWords.FailureTitle, ErrorWords.FailureText, http.TraceIdentifier);

    private static IResult Error(HttpContext http, int status, Phrase title, Phrase text, string? number = null) =>
        Page.Of<ErrorPage>(status, http, ("Title", title), ("Text", text), ("Number", number));
}
