"""The words a family agrees to. Grade 6 at most in both languages; a change is a new version."""

REFERRAL = "consent.referral"
REQUEST = "consent.request"
PRODUCT = {
    (REFERRAL, "en"): (
        "I let {agency} see: {classes}. They use it only to help my family. "
        "They may not pass it on. This ends on {until}. I can end it at any time on our page, "
        "and they can see no more from that moment."
    ),
    (REFERRAL, "es"): (
        "Permito que {agency} vea: {classes}. Lo usan solo para ayudar a mi familia. "
        "No pueden pasarlo a otros. Esto termina el {until}. Puedo terminarlo en cualquier momento "
        "en nuestra página, y desde ese momento no ven nada más."
    ),
    (REQUEST, "en"): (
        "{agency} is not a partner here yet. I ask that they get only: my first name, a safe way "
        "to reach me, my child's age and what we need. Nothing else is sent. "
        "I can take it back at any time on our page."
    ),
    (REQUEST, "es"): (
        "{agency} todavía no es parte de este grupo. Pido que reciba solo: mi nombre, una forma "
        "segura de hablar conmigo, la edad de mi hijo y lo que necesitamos. No se envía nada más. "
        "Puedo quitarlo en cualquier momento en nuestra página."
    ),
}
