using Jingu.Aggregator.People;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Pages.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jingu.Aggregator.Web.Pages.SignIn;

/// <summary>Where people sign in. Afterwards they come to the address of ours that they asked for, or to the start.
/// </summary>
[Requires(Access.Open)]
internal sealed class SignInModel(SigningIn signing, Visit visit) : PageModel
{
    public string? Name { get; private set; }

    public string? Complaint { get; private set; }

    public async Task<IActionResult> OnPostAsync(
        [FromForm] string? name, [FromForm] string? password, CancellationToken stop)
    {
        switch (await signing.TryAsync(HttpContext, visit, name, password, stop))
        {
            case SignInOutcome.SignedIn signedIn:
                SessionCookie.Write(HttpContext, signedIn.Secret);
                return LocalRedirect(Url.IsLocalUrl(Return) ? Return! : Shell.StartOf(visit.Caller));
            case SignInOutcome.Locked locked:
                return Refuse(name, 429, Texts.Get("SignInLocked", (int)Math.Ceiling(locked.Wait.TotalMinutes)));
            case SignInOutcome.Busy:
                return Refuse(name, 503, Texts.Get("SignInBusy"));
            default:
                return Refuse(name, 400, Texts.Get("SignInWrong"));
        }
    }

    private string? Return => Request.Query["return"] is [{ } back] ? back : null;

    private PageResult Refuse(string? name, int status, string complaint)
    {
        (Name, Complaint) = (name, complaint);
        var page = Page();
        page.StatusCode = status;
        return page;
    }
}
