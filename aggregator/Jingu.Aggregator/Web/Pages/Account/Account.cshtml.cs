using System.Collections.Immutable;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.People;
using Jingu.Aggregator.Web.Entrance;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jingu.Aggregator.Web.Pages.Account;

/// <summary>What everybody may do about themselves: another password, and an end to their sessions.</summary>
[Requires(Access.SignedIn)]
internal sealed class AccountModel(SigningIn signing, SessionStore sessions, Visit visit) : PageModel
{
    public User Person { get; private set; } = null!;

    public ImmutableArray<OwnSession> Sessions { get; private set; } = [];

    /// <summary>What is wrong with what was sent, in the reader's language; null: nothing.</summary>
    public string? Complaint { get; private set; }

    /// <summary>True right after the password became another one.</summary>
    public bool IsChanged { get; private set; }

    public async Task<IActionResult> OnGetAsync(bool? changed, CancellationToken stop)
    {
        IsChanged = changed == true;
        return await ShowAsync(stop);
    }

    public async Task<IActionResult> OnPostAsync(
        [FromForm] string? step, [FromForm] string? session, [FromForm] string? before, [FromForm] string? after,
        [FromForm] string? again, CancellationToken stop)
    {
        if (visit.Caller is not Caller.Person { User: var user })
            return NotFound();
        visit.Subject = user.Name;
        switch (step)
        {
            case "password":
                return await ChangeAsync(user, before, after ?? "", again ?? "", stop);
            case "end":
                await sessions.EndOwnAsync(user.Name, session ?? "", stop);
                break;
            case "end-others":
                foreach (var other in (await sessions.OfAsync(user, SessionCookie.Read(HttpContext), stop))
                    .Where(each => !each.IsThis))
                {
                    await sessions.EndOwnAsync(user.Name, other.Id, stop);
                }
                break;
        }
        return Redirect("/account");
    }

    private async Task<IActionResult> ChangeAsync(
        User user, string? before, string after, string again, CancellationToken stop)
    {
        if (after != again)
            return await WrongAsync(400, Texts.Get("AccountNotAlike"), stop);
        if (PasswordRules.Complaint(user.Name, after) is not null)
            return await WrongAsync(400, Texts.Get("People-Password"), stop);
        switch (await signing.ChangeAsync(HttpContext, visit, user.Name, before, after, stop))
        {
            case SignInOutcome.SignedIn signedIn:
                SessionCookie.Write(HttpContext, signedIn.Secret);
                return Redirect("/account?changed=true");
            case SignInOutcome.Locked locked:
                return await WrongAsync(
                    429, Texts.Get("SignInLocked", (int)Math.Ceiling(locked.Wait.TotalMinutes)), stop);
            case SignInOutcome.Busy:
                return await WrongAsync(503, Texts.Get("SignInBusy"), stop);
            default:
                return await WrongAsync(400, Texts.Get("AccountWrong"), stop);
        }
    }

    private async Task<IActionResult> WrongAsync(int status, string complaint, CancellationToken stop)
    {
        (Complaint, Response.StatusCode) = (complaint, status);
        return await ShowAsync(stop);
    }

    /// <summary>A program has neither password nor session.</summary>
    private async Task<IActionResult> ShowAsync(CancellationToken stop)
    {
        if (visit.Caller is not Caller.Person { User: var user })
            return NotFound();
        Person = user;
        Sessions = await sessions.OfAsync(user, SessionCookie.Read(HttpContext), stop);
        ViewData["Title"] = Texts.Get("Account");
        return Page();
    }
}
