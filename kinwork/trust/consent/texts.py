"""The words a family agrees to. Grade 6 at most in both languages; a change is a new version."""

REFERRAL = "consent.referral"
REQUEST = "consent.request"
DENY = "consent.deny"
NARROW = "consent.narrow"
WRITTEN = "consent.written"
RECEIPT = "consent.receipt"
LASTS = "consent.lasts"
REDISCLOSURE = "consent.redisclosure"
LEAVING = "consent.leaving"
STATE_PATH = "complaints.state_path"  # where else one can complain; the community names its state's
PRODUCT = {
    (STATE_PATH, "en"): (
        "You can also complain to your state. Call 211. Ask which office hears it, and how to write "
        "to them."
    ),
    (STATE_PATH, "es"): (
        "También puede quejarse con su estado. Llame al 211. Pregunte qué oficina recibe su queja y "
        "cómo escribirle."
    ),
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
    (WRITTEN, "en"): (
        "I let the places that help us here show {agency} this: {classes}. It is about these "
        "papers: {records}.{only} They use it only to help my family. This ends on {until}. I do "
        "not have to say yes. If I say no, we get help all the same. I can end it at any time. I do "
        "that on our page, by phone, or with the person who helps us. What they saw before that "
        "day, they know."
    ),
    (WRITTEN, "es"): (
        "Permito que los lugares que nos ayudan aquí muestren a {agency} esto: {classes}. Se trata "
        "de estos papeles: {records}.{only} Lo usan solo para ayudar a mi familia. Esto termina el "
        "{until}. No tengo que decir que sí. Si digo que no, nos ayudan igual. Lo puedo terminar en "
        "cualquier momento: en nuestra página, por teléfono o con quien nos ayuda. Lo que vieron "
        "antes de ese día, ya lo saben."
    ),
    (DENY, "en"): (
        "I do not want {agency} to see: {classes}. This counts from now. It counts more than any "
        "yes, mine or someone else’s. Open requests to them stop. I can change my mind on our page."
    ),
    (DENY, "es"): (
        "No quiero que {agency} vea: {classes}. Esto vale desde ahora. Vale más que cualquier sí, "
        "mío o de otra persona. Lo que pedimos allí se detiene. Puedo cambiar esto en nuestra página."
    ),
    (NARROW, "en"): (
        "From now on {agency} sees only: {classes}. They see no more of the rest. "
        "This ends on {until}. I can end it at any time on our page."
    ),
    (NARROW, "es"): (
        "Desde ahora {agency} ve solo: {classes}. Ya no ve lo demás. "
        "Esto termina el {until}. Puedo terminarlo en cualquier momento en nuestra página."
    ),
    (RECEIPT, "en"): (
        "This paper shows what you said, when, and to whom. Keep it. You can end your yes at any "
        "time. Go to our page and press “Who can see what”. Or call us, or ask the person who helps "
        "you."
    ),
    (RECEIPT, "es"): (
        "Este papel muestra qué dijo, cuándo y a quién. Guárdelo. Puede terminar su sí en "
        "cualquier momento. Abra nuestra página y toque “Quién puede ver qué”. O llame, o pida "
        "ayuda a quien le atiende."
    ),
    (LASTS, "en"): (
        "What they have read, they may keep in mind. What they wrote down about the help they gave "
        "you stays with them. No one can take that back. But from now on they see no more."
    ),
    (LASTS, "es"): (
        "Lo que ya leyeron, lo pueden recordar. Lo que anotaron sobre la ayuda que le dieron queda "
        "con ellos. Eso nadie lo puede borrar. Pero desde ahora no ven nada más."
    ),
    (REDISCLOSURE, "en"): (
        "A federal rule, 42 CFR part 2, guards this. It is about care for drug or alcohol use. Do not "
        "pass it on. Do not tell anyone. You may do so only if the person says yes in writing, or "
        "if the rule lets you. No one may use it in court against the person, unless a judge orders "
        "it under this rule. (42 CFR 2.32)"
    ),
    (REDISCLOSURE, "es"): (
        "Una regla federal, 42 CFR parte 2, cuida esto. Trata de la ayuda por drogas o alcohol. No "
        "lo pase a otros. No lo cuente a nadie. Solo puede hacerlo si la persona dice que sí por "
        "escrito, o si la regla lo deja. Nadie puede usarlo en un juicio contra la persona, salvo "
        "si un juez lo ordena con esta regla. (42 CFR 2.32)"
    ),
    (LEAVING, "en"): (
        "When you press the button, no one can read what you told us. Not one worker sees it. All "
        "that you agreed to ends, and what you asked for stops.\n\n"
        "For 14 days you can change your mind here. Then we delete your names, your answers and how "
        "to reach you.\n\n"
        "What a place wrote down about help it gave you must be kept by law. The law wants to be able "
        "to check what was paid for, and that the care was right. It stays locked, and no worker sees "
        "it. It is deleted after 7 years. If a court or a complaint needs your page, we must wait "
        "until that is over. It stays locked all that time.\n\n"
        "We also keep a list of who did what and when, to prove that no one looked who should not. "
        "And we keep counts: that someone asked for help, and how it ended. Both have no names and "
        "no answers. Old safety copies fade out by themselves within 35 days. If your child also "
        "lives in another home here, what is about the child stays there."
    ),
    (LEAVING, "es"): (
        "Cuando toque el botón, nadie puede leer lo que nos contó. Nadie que trabaja aquí lo ve. Todo "
        "a lo que dijo que sí termina, y lo que pidió se detiene.\n\n"
        "Por 14 días puede cambiar de idea aquí. Después borramos sus nombres, sus respuestas y cómo "
        "hablarle.\n\n"
        "Lo que un lugar anotó sobre la ayuda que le dio se debe guardar por ley. La ley quiere poder "
        "ver qué se pagó, y que la ayuda fue buena. Queda bajo llave, y nadie que trabaja aquí lo ve. "
        "Se borra a los 7 años. Si una corte o una queja pide su página, se espera hasta el fin. "
        "Todo ese tiempo queda bajo llave.\n\n"
        "También queda una lista de quién hizo qué y cuándo. Así se ve que nadie miró sin permiso. "
        "Y queda la cuenta: que alguien pidió ayuda, y cómo terminó. Las dos no tienen nombres ni "
        "respuestas. Las copias viejas se borran solas en 35 días. Si su hijo vive también en otro "
        "hogar de aquí, lo que es del hijo se queda allí."
    ),
}
